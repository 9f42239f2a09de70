// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * knock [-p LOCAL_PORT] [-n DATAGRAMS] [-w MILLISECONDS] ADDRESS PORT...: tries every port at once, waits, and says
 * what came back, one line each:
 *
 *	tcp 5060 open		a connection was made, or a datagram came back
 *	tcp 5059 silent		nothing came back
 *	udp 5062 closed		the far end refused it: the packet got through
 *
 * Exit status: 0 when every port answered (open or closed), else 1.
 */
#include <err.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "ports.h"

enum { KNOCKS_MAX = 4096 };

struct options {
	const char *address;
	uint16_t local_port; /* 0: one of the kernel's choice for each port */
	int datagrams;
	int wait_ms;
};

struct knock {
	uint16_t port;
	bool udp;
	int expected; /* datagrams that are still to come back */
	const char *answer;
};

struct door {
	struct knock knock[KNOCKS_MAX];
	struct pollfd poll[KNOCKS_MAX];
	size_t count;
};

static void local_port_bind(int fd, int family, uint16_t port)
{
	struct sockaddr_storage local = {.ss_family = (sa_family_t)family};
	int one = 1;

	if (!port)
		return;
	address_parse(family == AF_INET6 ? "::" : "0.0.0.0", port, &local);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &one, sizeof(one));
	if (bind(fd, (struct sockaddr *)&local, sizeof(local)))
		err(1, "local port %u", port);
}

static void knock_start(struct door *door, const struct options *options, bool udp, uint16_t port)
{
	static const char data[] = "knock";
	struct knock *knock = &door->knock[door->count];
	struct pollfd *poll = &door->poll[door->count++];
	struct sockaddr_storage peer;
	socklen_t length = address_parse(options->address, port, &peer);
	int type = (udp ? SOCK_DGRAM : SOCK_STREAM) | SOCK_NONBLOCK | SOCK_CLOEXEC;

	*knock = (struct knock){port, udp, options->datagrams, "silent"};
	poll->events = udp ? POLLIN : POLLOUT;
	poll->fd = socket(peer.ss_family, type, 0);
	if (poll->fd < 0)
		err(1, "socket");
	local_port_bind(poll->fd, peer.ss_family, options->local_port);
	if (connect(poll->fd, (struct sockaddr *)&peer, length) && errno != EINPROGRESS)
		err(1, "port %u", port);
	for (int i = 0; udp && i < options->datagrams; i++)
		(void)!write(poll->fd, data, sizeof(data));
}

/* True when nothing more is to come. Every answer is taken, so that none meets a closed socket. */
static bool knock_hear(struct knock *knock, int fd)
{
	socklen_t length = sizeof(int);
	char data[64];
	int error = 0;

	getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length);
	if (error) {
		knock->answer = error == ECONNREFUSED ? "closed" : knock->answer;
		return true;
	}
	knock->answer = "open";
	while (knock->udp && recv(fd, data, sizeof(data), 0) >= 0)
		knock->expected--;
	return !knock->udp || knock->expected <= 0;
}

static long milliseconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* True when every knock was answered before the time was over. */
static bool answers_wait(struct door *door, int wait_ms)
{
	size_t open = door->count;
	long left, end = milliseconds_now() + wait_ms;

	while (open && (left = end - milliseconds_now()) > 0) {
		if (poll(door->poll, door->count, (int)left) <= 0)
			break;
		for (size_t i = 0; i < door->count; i++) {
			if (door->poll[i].fd < 0 || !door->poll[i].revents)
				continue;
			if (!knock_hear(&door->knock[i], door->poll[i].fd))
				continue;
			door->poll[i].fd = -1 - door->poll[i].fd; /* poll() skips it */
			open--;
		}
	}
	return !open;
}

static struct options options_parse(int argc, char **argv)
{
	struct options options = {.datagrams = 1, .wait_ms = 400};
	int option;

	while ((option = getopt(argc, argv, "p:n:w:")) != -1) {
		if (option == 'p')
			options.local_port = (uint16_t)atoi(optarg);
		else if (option == 'n')
			options.datagrams = atoi(optarg);
		else if (option == 'w')
			options.wait_ms = atoi(optarg);
		else
			exit(2);
	}
	if (argc - optind < 2)
		errx(2,
		     "usage: knock [-p LOCAL_PORT] [-n DATAGRAMS] [-w MS] ADDRESS tcp:PORT|udp:FIRST-LAST...");
	options.address = argv[optind];
	return options;
}

int main(int argc, char **argv)
{
	static struct door door;
	struct options options = options_parse(argc, argv);
	bool all;

	files_unlimit();
	for (int i = optind + 1; i < argc; i++) {
		struct port_words ports = ports_parse(argv[i]);

		for (unsigned int port = ports.first; port <= ports.last && door.count < KNOCKS_MAX; port++)
			knock_start(&door, &options, ports.udp, (uint16_t)port);
	}
	all = answers_wait(&door, options.wait_ms);
	for (size_t i = 0; i < door.count; i++)
		printf("%s %u %s\n", door.knock[i].udp ? "udp" : "tcp", door.knock[i].port,
		       door.knock[i].answer);
	return all ? 0 : 1;
}
