/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the parts of a live view (live.c, live_services.c, live_drops.c) share: one interface, and where it is drawn.
 */
#ifndef UCGATE_STATS_PANEL_H
#define UCGATE_STATS_PANEL_H

#include "gauge.h"
#include "live.h"
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
	PANEL_DROPS_MAX = REASON_MAX,
};

static inline size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* A line of the table of services. */
struct panel_line {
	const char *name;
	struct service_stats added;
	const char *past; /* the name in the history; NULL: none is kept */
	const char *paint;
	bool bracketed; /* no longer in the rules */
};

struct panel_lines {
	struct panel_line *line;
	size_t count;
	unsigned name_columns; /* how wide names are */
};

/*
 * Services in file order, what is no longer in the rules only while it still has traffic; then essentials, and what is
 * unlisted. Returns 0 or -ENOMEM.
 */
int panel_lines_make(const struct panel *panel, struct panel_lines *ret);

/*
 * Draws them between their head and the totals. most: lines that there is room for; what does not fit is counted in the
 * last of them.
 */
void panel_lines_draw(const struct panel *panel, const struct panel_lines *lines, size_t most);

void panel_lines_free(struct panel_lines *lines);

/* A reason, and what it took. */
struct panel_drop {
	const char *name, *sentence;
	struct traffic total, added; /* since the counters began; since the look before */
};

/* The reasons that ever happened, those that happen most now first. Returns how many. */
size_t panel_drops(const struct panel *panel, struct panel_drop ret[PANEL_DROPS_MAX]);

/* Draws the first of them, under a head. */
void panel_drops_draw(const struct panel *panel, const struct panel_drop *drop, size_t count);

/* Of a number, and of the blanks before it. */
unsigned panel_number_columns(const struct panel *panel);

/* A rate per second, or `-`; factor 8: bits for bytes. */
void panel_rate_put(const struct panel *panel, const char *paint, uint64_t added, unsigned int factor);

/* Text in a column of numbers. */
void panel_text_put(const struct panel *panel, const char *paint, const char *text);

/* What became of a rate (see history.h) in the last looks, to the end of the line. */
void panel_spark_put(const struct panel *panel, const char *paint, const char *name);

#endif
