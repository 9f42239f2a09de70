/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The filter as it works, on a terminal: rates by service, what is dropped most, how full the tables are.
 */
#ifndef UCGATE_STATS_LIVE_H
#define UCGATE_STATS_LIVE_H

#include <stdbool.h>
#include <stdio.h>

#include "history.h"
#include "tools/metrics/report.h"

struct live_view {
	const struct report *now, *change; /* change NULL: the first look, which has no rates yet */
	const struct history *history;
	double interval_s; /* from look to look */
	unsigned width,
		height; /* of the terminal: at most so many columns, and lines that end in a newline */
	bool color, unicode, exact;
};

/* Pure. Returns 0 or -ENOMEM. */
int render_live(const struct live_view *view, FILE *out);

#endif
