/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A report as text. Renderers are pure: what they print depends on their arguments alone. They return 0, or -ENOMEM;
 * whether out took it all is ferror(out)'s to say.
 */
#ifndef UCGATE_STATS_RENDER_H
#define UCGATE_STATS_RENDER_H

#include <stdbool.h>
#include <stdio.h>

#include "tools/metrics/report.h"

struct table_style {
	bool color;
	bool exact;	/* all digits, instead of 12.3k */
	unsigned width; /* of the terminal; 0: lines may be as long as they want */
};

/* A table for humans. With change (report_change() of now; NULL: none), its traffic is per second. */
int render_table(const struct report *now, const struct report *change, const struct table_style *style,
		 FILE *out);

/* One JSON document on one line; with change (NULL: none), rates are added to every pair of counters. */
int render_json(const struct report *now, const struct report *change, FILE *out);

#endif
