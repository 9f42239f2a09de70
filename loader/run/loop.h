/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Waits for descriptors, one thread, one place. What is ready is told one after the other; who is told may add and
 * remove any source, itself too. Functions return 0 or -errno.
 */
#ifndef UCGATE_RUN_LOOP_H
#define UCGATE_RUN_LOOP_H

#include <stdbool.h>

/* Belongs to who adds it, and stays where it is until it is removed. */
struct loop_source {
	int fd; /* -1: none */
	void (*ready)(void *self);
	void *self;
};

struct loop {
	int epoll;
	bool ended;
};

int loop_open(struct loop *ret);
void loop_close(struct loop *loop);

/* Tells the source whenever its descriptor can be read. */
int loop_add(const struct loop *loop, struct loop_source *source);

/* Closes its descriptor as well; nothing to do for one of -1. */
void loop_remove(const struct loop *loop, struct loop_source *source);

/* Until loop_end(). */
int loop_run(struct loop *loop);
void loop_end(struct loop *loop);

#endif
