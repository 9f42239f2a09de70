/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The pins that a keeper has marked as wanted (pins_hold()): the filter of its interface, or what that left when it
 * went, for the next one of its name.
 */
#ifndef UCGATE_RUN_HOLD_H
#define UCGATE_RUN_HOLD_H

#include <stdbool.h>

#include "maps/pin.h"

struct hold {
	int fd;		  /* -1: none */
	struct pins pins; /* as they were called last */
};

/* Marks these instead of those before. Returns 0, -EBUSY when another process has marked them, or -errno. */
int hold_take(struct hold *hold, const struct pins *pins);

void hold_release(struct hold *hold);

/* Marks what an interface of that name has left in this network namespace, when nothing is held yet. */
void hold_take_left(struct hold *hold, const char *interface);

/* Where what is held lies now. False: nothing is held, or it is gone. */
bool hold_find(const struct hold *hold, struct pins *ret);

/* Whether somebody has taken the pins away, and left the folder they were in, as `ucgate detach` does. */
bool hold_lost(const struct hold *hold);

#endif
