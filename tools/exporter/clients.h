/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Who is connected. A place is never refused: whoever is one too many takes that of the longest connected, so that
 * clients who come and say nothing keep nobody out. Pure: closing is the caller's.
 */
#ifndef UCGATE_EXPORTER_CLIENTS_H
#define UCGATE_EXPORTER_CLIENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

enum {
	CLIENTS_MAX = 64,		/* at a time */
	CLIENTS_OF_ORIGIN_MAX = 16,	/* of one address (IPv6: /64; all on a Unix socket are one) */
	CLIENTS_ROOM = 2 * CLIENTS_MAX, /* with those on their way out: no more may be added */
};

struct client {
	int fd;
	bool leaving;	    /* its place is another's */
	uint8_t origin[16]; /* IPv4, or the upper half of IPv6 */
};

/* The longest connected first. */
struct clients {
	struct client list[CLIENTS_ROOM];
	size_t count;
};

/* Adds one. Returns the descriptor of whom it takes the place of, who is leaving from now on; -1: nobody's. */
int clients_add(struct clients *clients, int fd, const struct sockaddr *address);

/* Once it is closed. */
void clients_remove(struct clients *clients, int fd);

#endif
