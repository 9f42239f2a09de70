/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A timer of the loop, by CLOCK_MONOTONIC. Functions return 0 or -errno.
 */
#ifndef UCGATE_RUN_TIMER_H
#define UCGATE_RUN_TIMER_H

#include <stdint.h>

#include "run/loop.h"

struct timer {
	struct loop_source source;
	void (*due)(void *self);
	void *self;
};

/* Not set yet; *timer stays where it is until timer_close(). */
int timer_open(const struct loop *loop, void (*due)(void *self), void *self, struct timer *timer);
void timer_close(const struct loop *loop, struct timer *timer);

/* Due once, after so many us (0: now). What it was set to before is forgotten. */
int timer_set(const struct timer *timer, uint64_t after_us);

/* Due again and again. */
int timer_repeat(const struct timer *timer, uint64_t every_us);

/* Now, in us. */
uint64_t timer_now(void);

#endif
