/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The live view's table of drops. */
#ifndef UCGATE_STATS_LIVE_DROPS_H
#define UCGATE_STATS_LIVE_DROPS_H

#include "panel.h"

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

#endif
