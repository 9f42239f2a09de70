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
	double seconds; /* 0: counts since the counters began; else what was added in that time */
};

/*
 * Reads all interfaces, or the one with this name (NULL: all). What cannot be read is said (log_error()) and left out.
 * Returns 0 or the first -errno of what was left out; *ret is filled either way.
 */
int report_read(const char *interface, struct report *ret);

/* What was added from before to now: interfaces and services are those of now, index by index. 0 or -ENOMEM. */
int report_change(const struct report *now, const struct report *before, struct report *ret);

/* Whether the filter is on at least one of its interfaces. */
bool report_attached(const struct report *report);

void report_free(struct report *report);

#endif
