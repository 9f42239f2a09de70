/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Listens to attached interfaces, as long as it takes. An interface that goes is waited for: one that is attached under
 * its name later goes on with it, and without names so does every one that is attached meanwhile.
 */
#ifndef UCGATE_LISTEN_LISTENER_H
#define UCGATE_LISTEN_LISTENER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/options.h"
#include "tools/listen/sighting.h"

struct listener;

struct listener_wish {
	const struct option_list *interfaces; /* empty: all of the network namespace */
	uint32_t pass_sample;		      /* passes as well, one of so many; 0: none */
	bool watch_output;		      /* ends when nobody reads standard output any more */
};

/* What was told, and what was not, since the start. */
struct listener_totals {
	uint64_t seen[REASON_MAX];
	uint64_t left_out[REASON_MAX];
};

/* Returns false when that was the last one that is wanted. */
typedef bool (*sighting_take)(void *context, const struct sighting *sighting);

/*
 * Starts; SIGINT and SIGTERM end listener_run() from now on, and SIGPIPE is ignored. Failures are logged. Returns 0,
 * -ENOENT when nothing is attached (or not one of the named), -EBUSY when somebody else listens, or another -errno.
 */
int listener_open(const struct listener_wish *wish, struct listener **ret);

/* Whether an interface that is listened to has, or had, a service of this name, or it is an essential's. */
bool listener_knows(const struct listener *listener, const char *service);

/*
 * Hands on what is told, until_ns (CLOCK_MONOTONIC; 0: for ever), a signal, the end of the output or of the taker's
 * interest, whichever is first. It may be called again for a next span of time: false in *ret_more: it is over for good.
 * Returns 0, or -errno, logged.
 */
int listener_run(struct listener *listener, uint64_t until_ns, sighting_take take, void *context,
		 bool *ret_more);

/* Has the filter tell no more, hands on what it still told, and adds up. take NULL: throws it away. */
void listener_finish(struct listener *listener, sighting_take take, void *context,
		     struct listener_totals *ret);

/* NULL: nothing. */
void listener_close(struct listener *listener);

static inline void cleanup_listener(struct listener **listener)
{
	listener_close(*listener);
}

#endif
