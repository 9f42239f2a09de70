// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Where there is not room for all, the title, the totals and the first drops stay; services give way first, then tables.
 */
#include "live.h"

#include "cleanup.h"
#include "live_drops.h"
#include "live_services.h"
#include "paint.h"
#include "panel.h"
#include "title.h"

enum {
	BAR_COLUMNS = 20,
	ROWS_LEAST = 3, /* of services, and of drops, as far as there are so many */
};

static const char *fill_paint(double share)
{
	if (share >= 0.9)
		return PAINT_ALARM;
	return share >= 0.7 ? PAINT_WATCH : PAINT_CALM;
}

static void table_draw(const struct panel *panel, const struct snapshot_table *table)
{
	double share = table->max ? (double)table->used / (double)table->max : 0;
	char bar[GAUGE_SIZE], used[NUMBER_SIZE], max[NUMBER_SIZE], forgotten[NUMBER_SIZE], text[128];

	bar_format(share, BAR_COLUMNS, panel->view->unicode, bar);
	number_format(table->used, 0, panel->view->exact, used);
	number_format(table->max, 0, panel->view->exact, max);
	number_format(table->evicted, 0, panel->view->exact, forgotten);
	snprintf(text, sizeof(text), "%4.0f %%  %s of %s%s%s", share * 100, used, max,
		 table->evicted ? ", forgotten: " : "", table->evicted ? forgotten : "");
	sheet_put(panel->sheet, NULL, table->name);
	sheet_move(panel->sheet, PANEL_NAME_LEAST);
	sheet_put(panel->sheet, fill_paint(share), bar);
	sheet_put(panel->sheet, NULL, text);
	sheet_next(panel->sheet);
}

static void title_draw(const struct panel *panel)
{
	struct title_piece piece[TITLE_PIECES];
	size_t count = title_pieces(panel->now, piece);

	for (size_t i = 0; i < count; i++)
		sheet_put(panel->sheet, piece[i].paint, piece[i].text);
	sheet_next(panel->sheet);
	if (title_trial(panel->now, piece))
		sheet_put(panel->sheet, piece->paint, piece->text);
	sheet_next(panel->sheet);
}

/* How many lines each part gets, besides its head and the blank line before it. */
struct room {
	size_t services, drops, tables;
};

static struct room room_divide(size_t height, const struct room *wanted)
{
	size_t fixed = 4 /* title, blank, head, total */ + (wanted->drops ? 2 : 0), left;
	struct room room = {};

	left = height > fixed ? height - fixed : 0;
	if (left >= size_least(wanted->services, ROWS_LEAST) + size_least(wanted->drops, ROWS_LEAST) + 1 +
			    wanted->tables) {
		room.tables = wanted->tables;
		left -= 1 + wanted->tables;
	}
	room.drops = size_least(size_least(wanted->drops, ROWS_LEAST), (left + 1) / 2);
	if (left > wanted->services + room.drops)
		room.drops = size_least(wanted->drops, left - wanted->services);
	room.services = left - room.drops;
	return room;
}

static int panel_draw(const struct panel *panel, size_t height)
{
	struct panel_drop drop[PANEL_DROPS_MAX];
	_cleanup_(panel_lines_free) struct panel_lines lines = {};
	struct room wanted, room;
	int r = panel_lines_make(panel, &lines);

	if (r < 0)
		return r;
	wanted = (struct room){lines.count, panel_drops(panel, drop), panel->now->tables_count};
	room = room_divide(height, &wanted);
	title_draw(panel);
	panel_lines_draw(panel, &lines, room.services);
	if (room.drops) {
		sheet_next(panel->sheet);
		panel_drops_draw(panel, drop, room.drops);
	}
	if (room.tables)
		sheet_next(panel->sheet);
	for (size_t i = 0; i < room.tables; i++)
		table_draw(panel, &panel->now->table[i]);
	return 0;
}

int render_live(const struct live_view *view, FILE *out)
{
	struct sheet sheet = {.out = out, .width = view->width, .height = view->height, .color = view->color};
	int r = 0;

	for (size_t i = 0; r == 0 && i < view->now->count; i++) {
		struct panel panel = {.view = view, .now = &view->now->list[i], .sheet = &sheet};

		if (view->change && view->change->seconds > 0) {
			panel.change = &view->change->list[i];
			panel.seconds = view->change->seconds;
		}
		if (i > 0)
			sheet_next(&sheet);
		r = panel_draw(&panel, sheet_left(&sheet) / (view->now->count - i));
	}
	return r;
}
