// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Many conversations at once, each a number that comes back before the next one is said.
 *
 * converse serve ADDRESS PORT			echoes, by TCP and UDP
 * converse hold ADDRESS PORT COUNT SECONDS	COUNT conversations by TCP and as many by UDP; prints `started` when each
 *						has had an answer, at the end how many went on until then, and the
 *						turns of all
 */
#include <err.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "ports.h"

enum { TALKS_MAX = 512, TURN_MS = 20, PATIENCE_MS = 3000 };

struct talk {
	unsigned int said, heard;
	bool ended; /* the far end has closed it, or it was refused */
};

struct talks {
	struct talk talk[TALKS_MAX];
	struct pollfd poll[TALKS_MAX];
	nfds_t count;
};

static volatile sig_atomic_t ended;

static void end(int number)
{
	(void)number;
	ended = 1;
}

static long milliseconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void socket_add(struct talks *talks, int fd)
{
	if (fd < 0 || talks->count == TALKS_MAX)
		errx(1, "too many conversations");
	talks->poll[talks->count++] = (struct pollfd){.fd = fd, .events = POLLIN};
}

static int socket_listen(const char *address, uint16_t port, int type)
{
	struct sockaddr_storage local;
	socklen_t length = address_parse(address, port, &local);
	int fd = socket(local.ss_family, type | SOCK_CLOEXEC, 0), one = 1;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(fd, (struct sockaddr *)&local, length) || (type == SOCK_STREAM && listen(fd, TALKS_MAX)))
		err(1, "%s port %u", address, port);
	return fd;
}

/* True while there may be more. */
static bool echo(int fd)
{
	struct sockaddr_storage from;
	socklen_t length = sizeof(from);
	char data[256];
	ssize_t size = recvfrom(fd, data, sizeof(data), 0, (struct sockaddr *)&from, &length);

	if (size <= 0)
		return false;
	(void)!sendto(fd, data, (size_t)size, MSG_NOSIGNAL, length ? (struct sockaddr *)&from : NULL, length);
	return true;
}

static void serve(const char *address, uint16_t port)
{
	static struct talks talks;

	socket_add(&talks, socket_listen(address, port, SOCK_STREAM));
	socket_add(&talks, socket_listen(address, port, SOCK_DGRAM));
	while (!ended && poll(talks.poll, talks.count, -1) > 0) {
		if (talks.poll[0].revents)
			socket_add(&talks, accept4(talks.poll[0].fd, NULL, NULL, SOCK_CLOEXEC));
		if (talks.poll[1].revents)
			echo(talks.poll[1].fd);
		for (nfds_t i = 2; i < talks.count; i++)
			if (talks.poll[i].revents && !echo(talks.poll[i].fd))
				talks.poll[i].fd = -1 - talks.poll[i].fd; /* poll() skips it */
	}
}

static void talks_open(struct talks *talks, const char *address, uint16_t port, int type, int count)
{
	struct sockaddr_storage peer;
	socklen_t length = address_parse(address, port, &peer);

	for (int i = 0; i < count; i++) {
		int fd = socket(peer.ss_family, type | SOCK_CLOEXEC, 0);

		if (connect(fd, (struct sockaddr *)&peer, length))
			err(1, "%s port %u", address, port);
		socket_add(talks, fd);
	}
}

/* One number on its way in each; a lost datagram is never said again, so its conversation stands still. */
static void talks_say(struct talks *talks)
{
	for (nfds_t i = 0; i < talks->count; i++) {
		struct talk *talk = &talks->talk[i];

		if (talk->ended || talk->said != talk->heard)
			continue;
		talk->said++;
		if (send(talks->poll[i].fd, &talk->said, sizeof(talk->said), MSG_NOSIGNAL) < 0)
			talk->ended = true;
	}
}

static void talks_hear(struct talks *talks, int wait_ms)
{
	long until = milliseconds_now() + wait_ms, left;

	while ((left = until - milliseconds_now()) > 0 && poll(talks->poll, talks->count, (int)left) > 0) {
		for (nfds_t i = 0; i < talks->count; i++) {
			struct talk *talk = &talks->talk[i];

			if (!talks->poll[i].revents)
				continue;
			if (recv(talks->poll[i].fd, &talk->heard, sizeof(talk->heard), MSG_DONTWAIT) <= 0) {
				talk->ended = true;
				talks->poll[i].fd = -1 - talks->poll[i].fd;
			}
		}
	}
}

/* Those whose last number came back. */
static nfds_t talks_alive(const struct talks *talks)
{
	nfds_t alive = 0;

	for (nfds_t i = 0; i < talks->count; i++)
		alive += !talks->talk[i].ended && talks->talk[i].said == talks->talk[i].heard;
	return alive;
}

static void hold(const char *address, uint16_t port, int count, int seconds)
{
	static struct talks talks;
	unsigned long turns = 0;
	long until;

	talks_open(&talks, address, port, SOCK_STREAM, count);
	talks_open(&talks, address, port, SOCK_DGRAM, count);
	until = milliseconds_now() + seconds * 1000L;
	talks_say(&talks);
	talks_hear(&talks, TURN_MS);
	while (milliseconds_now() < until && talks_alive(&talks) < talks.count)
		talks_hear(&talks, TURN_MS);
	printf("started\n");
	while (!ended && milliseconds_now() < until) {
		talks_say(&talks);
		talks_hear(&talks, TURN_MS);
	}
	for (until = milliseconds_now() + PATIENCE_MS;
	     milliseconds_now() < until && talks_alive(&talks) < talks.count;)
		talks_hear(&talks, TURN_MS);
	for (nfds_t i = 0; i < talks.count; i++)
		turns += talks.talk[i].heard;
	printf("alive %lu\nturns %lu\n", (unsigned long)talks_alive(&talks), turns);
}

int main(int argc, char **argv)
{
	struct sigaction action = {.sa_handler = end};
	bool serves = argc == 4 && !strcmp(argv[1], "serve");

	if (!serves && (argc != 6 || strcmp(argv[1], "hold")))
		errx(2, "usage: converse serve ADDRESS PORT, or converse hold ADDRESS PORT COUNT SECONDS");
	sigaction(SIGTERM, &action, NULL);
	setvbuf(stdout, NULL, _IOLBF, 0);
	files_unlimit();
	if (serves)
		serve(argv[2], (uint16_t)atoi(argv[3]));
	else
		hold(argv[2], (uint16_t)atoi(argv[3]), atoi(argv[4]), atoi(argv[5]));
	return 0;
}
