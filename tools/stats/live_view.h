/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What a live view shows, and on what: a value, so that it can be drawn without kernel or terminal. */
#ifndef UCGATE_STATS_LIVE_VIEW_H
#define UCGATE_STATS_LIVE_VIEW_H

#include <stdbool.h>

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

#endif
