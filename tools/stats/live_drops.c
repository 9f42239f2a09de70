// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "live_drops.h"

#include <stdlib.h>

#include "paint.h"
#include "tools/metrics/words.h"

enum { REASON_COLUMNS = 17, SHARE_COLUMNS = 10 };

static bool is_monitored(const struct panel *panel)
{
	return panel->now->rules.mode == MODE_MONITOR;
}

/* With `mode: monitor` nothing is dropped: what would be is shown. */
static struct traffic taken(const struct panel *panel, const struct reason_stats *stats, bool outbound)
{
	if (outbound)
		return is_monitored(panel) ? stats->out_would_drop : stats->out_drop;
	return is_monitored(panel) ? stats->in_would_drop : stats->in_drop;
}

static void drop_add(const struct panel *panel, const struct reason_word *reason, struct panel_drop *list,
		     size_t *count)
{
	bool outbound = reason->number == REASON_OUTBOUND;
	struct panel_drop drop = {
		.name = reason->name,
		.sentence = reason->sentence,
		.total = taken(panel, &panel->now->reason[reason->number], outbound),
	};

	if (!drop.total.packets)
		return;
	if (panel->change)
		drop.added = taken(panel, &panel->change->reason[reason->number], outbound);
	list[(*count)++] = drop;
}

static int drop_compare(const void *a, const void *b)
{
	const struct panel_drop *left = a, *right = b;

	if (left->added.packets != right->added.packets)
		return left->added.packets < right->added.packets ? 1 : -1;
	return (left->total.packets < right->total.packets) - (left->total.packets > right->total.packets);
}

size_t panel_drops(const struct panel *panel, struct panel_drop ret[PANEL_DROPS_MAX])
{
	const struct reason_word outbound = {REASON_OUTBOUND, reason_name(REASON_OUTBOUND),
					     reason_sentence(REASON_OUTBOUND)};
	size_t count = 0;

	for (const struct reason_word *reason = drop_reasons(); reason->name; reason++)
		drop_add(panel, reason, ret, &count);
	drop_add(panel, &outbound, ret, &count);
	qsort(ret, count, sizeof(*ret), drop_compare);
	return count;
}

static void drops_head_draw(const struct panel *panel)
{
	struct sheet *sheet = panel->sheet;

	sheet_put(sheet, PAINT_HEAD, is_monitored(panel) ? "WOULD DROP" : "DROPPED");
	sheet_move(sheet, REASON_COLUMNS);
	panel_text_put(panel, PAINT_HEAD, "/S");
	panel_text_put(panel, PAINT_HEAD, "BIT/S");
	panel_text_put(panel, PAINT_HEAD, "SO FAR");
	sheet_put(sheet, NULL, "  ");
	if (!is_monitored(panel))
		panel_spark_put(panel, PAINT_WATCH, HISTORY_DROPPED);
	sheet_next(sheet);
}

static void drop_draw(const struct panel *panel, const struct panel_drop *drop, uint64_t all)
{
	struct sheet *sheet = panel->sheet;
	bool now = drop->added.packets > 0;
	char number[NUMBER_SIZE], bar[GAUGE_SIZE];

	number_format(drop->total.packets, 0, panel->view->exact, number);
	bar_format(all ? (double)drop->added.packets / (double)all : 0, SHARE_COLUMNS, panel->view->unicode,
		   bar);
	sheet_put(sheet, now ? PAINT_WATCH : NULL, drop->name);
	sheet_move(sheet, REASON_COLUMNS);
	panel_rate_put(panel, now ? PAINT_WATCH : NULL, drop->added.packets, 1);
	panel_rate_put(panel, NULL, drop->added.bytes, 8);
	panel_text_put(panel, NULL, number);
	sheet_put(sheet, NULL, "  ");
	sheet_put(sheet, now ? PAINT_WATCH : PAINT_DIM, bar);
	sheet_put(sheet, NULL, "  ");
	sheet_put(sheet, PAINT_DIM, drop->sentence);
	sheet_next(sheet);
}

void panel_drops_draw(const struct panel *panel, const struct panel_drop *drop, size_t count)
{
	uint64_t all = 0;

	for (size_t i = 0; i < count; i++)
		all += drop[i].added.packets;
	drops_head_draw(panel);
	for (size_t i = 0; i < count; i++)
		drop_draw(panel, &drop[i], all);
}
