/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The live view's table of services. */
#ifndef UCGATE_STATS_LIVE_SERVICES_H
#define UCGATE_STATS_LIVE_SERVICES_H

#include "panel.h"

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

#endif
