/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * One interface in a live view, and how numbers and histories are put there: what the view's parts share.
 */
#ifndef UCGATE_STATS_PANEL_H
#define UCGATE_STATS_PANEL_H

#include "gauge.h"
#include "live_view.h"
#include "number.h"
#include "sheet.h"

struct panel {
	const struct live_view *view;
	const struct snapshot *now, *change; /* change NULL: no rates yet */
	double seconds;			     /* of change */
	struct sheet *sheet;
};

enum {
	PANEL_NAME_LEAST = 11, /* columns of the names of services and tables */
	PANEL_SPARK_LEAST = 8, /* columns that are worth a picture */
};

static inline size_t size_least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Of a number, and of the blanks before it. */
unsigned panel_number_columns(const struct panel *panel);

/* A rate per second, or `-`; factor 8: bits for bytes. */
void panel_rate_put(const struct panel *panel, const char *paint, uint64_t added, unsigned int factor);

/* Text in a column of numbers. */
void panel_text_put(const struct panel *panel, const char *paint, const char *text);

/* What became of a rate (see history.h) in the last looks, to the end of the line. */
void panel_spark_put(const struct panel *panel, const char *paint, const char *name);

#endif
