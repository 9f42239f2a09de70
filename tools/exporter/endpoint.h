/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Where the exporter listens: ADDRESS:PORT, [IPV6]:PORT, :PORT (both families, every address) or unix:PATH.
 */
#ifndef UCGATE_EXPORTER_ENDPOINT_H
#define UCGATE_EXPORTER_ENDPOINT_H

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

struct endpoint {
	union {
		struct sockaddr any;
		struct sockaddr_in v4;
		struct sockaddr_in6 v6;
		struct sockaddr_un local;
	} address;

	socklen_t length;
};

/* Addresses are numbers, names are not asked for. Port 0: any that is free. Returns 0 or -EINVAL. */
int endpoint_parse(const char *text, struct endpoint *ret);

/*
 * Returns 0 or -errno. A socket file is made for its owner and group alone; one that nobody listens on any more is
 * replaced.
 */
int endpoint_listen(const struct endpoint *endpoint, int *ret_fd);

/* Removes the socket file, if there is one. */
void endpoint_remove(const struct endpoint *endpoint);

enum { ENDPOINT_TEXT_SIZE = 160 };

/* Where a listening socket really is: `http://127.0.0.1:9477/metrics`, `unix:/run/ucgate/metrics`. */
void endpoint_format(int fd, char ret[ENDPOINT_TEXT_SIZE]);

#endif
