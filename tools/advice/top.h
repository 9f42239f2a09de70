/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Who is dropped most, from what a listener hears: a sample, in which each packet stands for those of its reason that
 * were left out at that time.
 */
#ifndef UCGATE_ADVICE_TOP_H
#define UCGATE_ADVICE_TOP_H

#include "tools/advice/sketch.h"
#include "tools/listen/listener.h"

/* The last packets of a reason: what was left out is shared among them. */
struct top_window {
	struct {
		struct remote remote;
		struct remote_habit habit;
	} last[EVENT_WINDOW_MAX];

	size_t next, count;
};

/* Zero it to start. */
struct top {
	struct sketch sketch;
	struct top_window window[REASON_MAX];
	uint64_t seen;	   /* drops, and what would have been one */
	uint64_t left_out; /* packets that those stand for besides */
	uint64_t told[REASON_MAX];
};

/* A packet that passed is none. */
void top_add(struct top *top, const struct sighting *sighting);

/* What was left out last, which no packet told; sorts. */
void top_end(struct top *top, const struct listener_totals *totals);

#endif
