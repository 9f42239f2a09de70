/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Maps `events`, `event_control` and `event_windows` from user space: listening to what becomes of an interface's
 * packets. One process at a time, by flock on the interface's directory of pins: a record is read once. It takes write
 * permission on the pins. Functions return 0 or -errno.
 */
#ifndef UCGATE_MAPS_EVENTS_H
#define UCGATE_MAPS_EVENTS_H

#include <stdint.h>
#include <sys/types.h>

#include "abi/event.h"
#include "abi/reason.h"

#include "maps/pin.h"

enum {
	EVENTS_LEASE_S = 3,	/* as long a listener that was killed goes on to cost something */
	EVENTS_RENEW_MS = 1000, /* so often events_listen() wants to be called */
};

struct events; /* an interface that is listened to */

/* One record; it is gone when the function returns. */
typedef void (*event_take)(void *context, const struct event *event);

/*
 * Gets hold of an interface; what was left of a listener before is thrown away. -EBUSY: somebody listens already,
 * *ret_holder (the caller's, 0 before) is its process, as far as that can be known. -ENOENT: nothing is pinned; -EPROTO:
 * of a layout that this build does not know.
 */
int events_open(const struct pins *pins, struct events **ret, pid_t *ret_holder);

/*
 * Has the packet programs tell what they drop and, pass_sample above 0, one of so many packets that pass, for
 * EVENTS_LEASE_S from now.
 */
int events_listen(struct events *events, uint32_t pass_sample);

/* Readable when there are records. */
int events_fd(const struct events *events);

/* Takes all records there are, without waiting. */
int events_read(struct events *events, event_take take, void *context);

/* Has the programs tell no more; what they have told can still be read. */
int events_hush(struct events *events);

/* How many packets were left out that no record has told of yet, by enum reason. */
int events_left_out(const struct events *events, uint64_t ret[REASON_MAX]);

/* Whether the pins still are those that were opened: false once the filter was taken off, or attached anew. */
bool events_current(const struct events *events, const struct pins *pins);

/* Hushes, and lets go. NULL: nothing. */
void events_close(struct events *events);

/* For _cleanup_(). */
static inline void cleanup_events(struct events **events)
{
	events_close(*events);
}

#endif
