// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * listen SECONDS ADDRESS PORT...: answers on many ports at once and says what arrives, one line each:
 *
 *	tcp 5059 203.0.113.5 40000
 *
 * A datagram is sent back; a TCP connection gets a line and is closed. `ready` is printed when every port is open.
 * Ends by itself after SECONDS.
 */
#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

#include "ports.h"

/* What epoll hands back: the socket, and the port it stands for. */
struct listener {
	int fd;
	uint16_t port;
	bool udp;
};

static void arrival_print(const struct listener *at, const struct sockaddr_storage *from, socklen_t length)
{
	char address[64], port[8];

	if (!getnameinfo((const struct sockaddr *)from, length, address, sizeof(address), port, sizeof(port),
			 NI_NUMERICHOST | NI_NUMERICSERV))
		printf("%s %u %s %s\n", at->udp ? "udp" : "tcp", at->port, address, port);
}

static void datagram_answer(const struct listener *at)
{
	struct sockaddr_storage from;
	socklen_t length = sizeof(from);
	char data[2048];
	ssize_t size = recvfrom(at->fd, data, sizeof(data), 0, (struct sockaddr *)&from, &length);

	if (size < 0)
		return;
	arrival_print(at, &from, length);
	(void)sendto(at->fd, data, (size_t)size, 0, (struct sockaddr *)&from, length);
}

static void connection_answer(const struct listener *at)
{
	static const char hello[] = "hello\n";
	struct sockaddr_storage from;
	socklen_t length = sizeof(from);
	int fd = accept4(at->fd, (struct sockaddr *)&from, &length, SOCK_CLOEXEC);

	if (fd < 0)
		return;
	arrival_print(at, &from, length);
	(void)!write(fd, hello, sizeof(hello) - 1);
	close(fd);
}

static void port_open(int epoll, const char *address, bool udp, uint16_t port)
{
	struct listener *listener = calloc(1, sizeof(*listener));
	struct epoll_event event = {.events = EPOLLIN, .data.ptr = listener};
	struct sockaddr_storage local;
	socklen_t length = address_parse(address, port, &local);
	int one = 1;

	if (!listener)
		err(1, "port %u", port);
	listener->port = port;
	listener->udp = udp;
	listener->fd = socket(local.ss_family, (udp ? SOCK_DGRAM : SOCK_STREAM) | SOCK_CLOEXEC, 0);
	setsockopt(listener->fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(listener->fd, (struct sockaddr *)&local, length) || (!udp && listen(listener->fd, 64)) ||
	    epoll_ctl(epoll, EPOLL_CTL_ADD, listener->fd, &event))
		err(1, "%s port %u", udp ? "udp" : "tcp", port);
}

static time_t seconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

static void serve(int epoll, time_t seconds)
{
	time_t end = seconds_now() + seconds;
	struct epoll_event ready[64];

	while (seconds_now() < end) {
		int count = epoll_wait(epoll, ready, 64, 500);

		for (int i = 0; i < count; i++) {
			const struct listener *at = ready[i].data.ptr;

			if (at->udp)
				datagram_answer(at);
			else
				connection_answer(at);
		}
	}
}

int main(int argc, char **argv)
{
	int epoll = epoll_create1(EPOLL_CLOEXEC);

	if (argc < 4)
		errx(2, "usage: listen SECONDS ADDRESS tcp:PORT|udp:FIRST-LAST...");
	files_unlimit();
	setvbuf(stdout, NULL, _IOLBF, 0);
	for (int i = 3; i < argc; i++) {
		struct port_words ports = ports_parse(argv[i]);

		for (unsigned int port = ports.first; port <= ports.last; port++)
			port_open(epoll, argv[2], ports.udp, (uint16_t)port);
	}
	printf("ready\n");
	serve(epoll, atoi(argv[1]));
	return 0;
}
