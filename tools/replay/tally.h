/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * How often each verdict was given, and for which frames first: as much as there are verdicts to tell apart, however
 * many frames.
 */
#ifndef UCGATE_REPLAY_TALLY_H
#define UCGATE_REPLAY_TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "abi/limits.h"

#include "tools/replica/replica.h"

/* A verdict that keeps its service's name. */
struct finding {
	bool pass;
	enum reason reason;
	char service[SERVICE_NAME_SIZE]; /* empty: none is concerned */
};

void finding_take(const struct verdict *verdict, struct finding *ret);
bool finding_equal(const struct finding *a, const struct finding *b);

/* It drops, or would but for `mode: monitor`. */
static inline bool finding_drops(const struct finding *finding)
{
	return !finding->pass || finding->reason >= REASON_DROP;
}

enum { EXAMPLES_MAX = 5 };

/* Frames of one finding; of two, where two rule files differ. */
struct tally_row {
	struct finding finding, other;
	uint64_t in, out;
	uint64_t examples[EXAMPLES_MAX]; /* the first frames' numbers; 0: no more */
};

struct tally {
	struct tally_row *rows;
	size_t count, size;
	size_t last; /* the row that the last frame went to */
};

/* One frame more of a finding; other: what the other rules say, NULL: there are none. 0 or -ENOMEM. */
int tally_add(struct tally *tally, const struct finding *finding, const struct finding *other,
	      uint64_t number, bool outbound);

/* The most frequent first. */
void tally_sort(struct tally *tally);

void tally_free(struct tally *tally);

#endif
