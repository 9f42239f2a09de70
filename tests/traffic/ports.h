/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Ports as the traffic programs take them: `tcp:5060` or `udp:1-1023`, any number of words. Header only, because
 * each program here is one file.
 */
#ifndef UCGATE_TESTS_TRAFFIC_PORTS_H
#define UCGATE_TESTS_TRAFFIC_PORTS_H

#include <netdb.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>

struct port_words {
	bool udp;
	uint16_t first, last;
};

/* One word; exits with a message when it is none. */
static inline struct port_words ports_parse(const char *word)
{
	char transport[4];
	unsigned int first, last;
	int fields = sscanf(word, "%3[a-z]:%5u-%5u", transport, &first, &last);

	if (fields == 2)
		last = first;
	if (fields < 2 || first < 1 || last > 65535 || first > last ||
	    (strcmp(transport, "udp") && strcmp(transport, "tcp"))) {
		fprintf(stderr, "'%s' is no port: write tcp:PORT, udp:PORT or udp:FIRST-LAST\n", word);
		exit(2);
	}
	return (struct port_words){!strcmp(transport, "udp"), (uint16_t)first, (uint16_t)last};
}

/* The socket address of a numeric IPv4 or IPv6 address; exits with a message when it is none. */
static inline socklen_t address_parse(const char *text, uint16_t port, struct sockaddr_storage *ret)
{
	struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV, .ai_socktype = SOCK_DGRAM};
	struct addrinfo *found;
	char service[8];
	socklen_t length;

	snprintf(service, sizeof(service), "%u", port);
	if (getaddrinfo(text, service, &hints, &found)) {
		fprintf(stderr, "'%s' is no address\n", text);
		exit(2);
	}
	length = found->ai_addrlen;
	memcpy(ret, found->ai_addr, length);
	freeaddrinfo(found);
	return length;
}

/* A thousand sockets at once are more than the usual soft limit. */
static inline void files_unlimit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit))
		return;
	limit.rlim_cur = limit.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &limit);
}

#endif
