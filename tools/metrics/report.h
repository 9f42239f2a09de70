/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A snapshot of each interface that has pins, in the order of their ifindexes, no name twice: what the stats show and
 * the exporter exports.
 */
#ifndef UCGATE_METRICS_REPORT_H
#define UCGATE_METRICS_REPORT_H

#include <stddef.h>

#include "maps/snapshot.h"

struct report {
	struct snapshot *list;
	size_t count;
	const char *
		*missing; /* interfaces that were asked for and have no pins; the texts are the caller's */
	size_t missing_count;
	size_t unread;	/* interfaces that could not be read; the pins as a whole count as one */
	double seconds; /* 0: counts since the counters began; else what was added in that time */
};

/*
 * Reads the interfaces with these names, or (none given) all. What cannot be read is said (log_error()), counted and
 * left out. Returns 0 or the first -errno of what was left out; *ret is filled either way.
 */
int report_read(const char *const *interfaces, size_t interfaces_count, struct report *ret);

/* What was added from before to now: interfaces and services are those of now, index by index. 0 or -ENOMEM. */
int report_change(const struct report *now, const struct report *before, struct report *ret);

/* Whether the filter is on at least one of its interfaces. */
bool report_attached(const struct report *report);

void report_free(struct report *report);

#endif
