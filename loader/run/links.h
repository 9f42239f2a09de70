/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What becomes of the network interfaces of this namespace, as the kernel tells it by rtnetlink. The words may get lost
 * when many come at once: who listens then has to look for himself.
 */
#ifndef UCGATE_RUN_LINKS_H
#define UCGATE_RUN_LINKS_H

#include <stdbool.h>
#include <stdint.h>

#include "run/loop.h"

struct mnl_socket;

/* One word of the kernel. */
struct link_news {
	uint32_t ifindex;
	char name[16];
	bool gone;	/* from this namespace */
	bool elsewhere; /* gone, to another network namespace */
};

struct links {
	struct loop_source source;
	struct mnl_socket *socket;
	void (*told)(void *self, const struct link_news *news); /* news NULL: some words were lost */
	void *self;
};

/* *links stays where it is until links_close(). Returns 0 or -errno. */
int links_open(const struct loop *loop, void (*told)(void *self, const struct link_news *news), void *self,
	       struct links *links);
void links_close(struct links *links);

#endif
