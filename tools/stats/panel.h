/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the parts of a live view (live.c, live_drops.c) share: one interface, and where it is drawn.
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

enum { PANEL_DROPS_MAX = REASON_MAX };

/* A reason, and what it took. */
struct panel_drop {
	const char *name, *sentence;
	struct traffic total, added; /* since the counters began; since the look before */
};

/* The reasons that ever happened, those that happen most now first. Returns how many. */
size_t panel_drops(const struct panel *panel, struct panel_drop ret[PANEL_DROPS_MAX]);

/* Draws the first of them, under a head. */
void panel_drops_draw(const struct panel *panel, const struct panel_drop *drop, size_t count);

/* A rate per second, or `-`; factor 8: bits for bytes. */
void panel_rate_put(const struct panel *panel, const char *paint, uint64_t added, unsigned int factor);

/* Text in a column of numbers. */
void panel_text_put(const struct panel *panel, const char *paint, const char *text);

/* What became of a rate (see history.h) in the last looks, to the end of the line. */
void panel_spark_put(const struct panel *panel, const char *paint, const char *name);

#endif
