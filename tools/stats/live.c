// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Where there is not room for all, the title, the totals and the first drops stay; services give way first, then tables.
 */
#include "live.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "paint.h"
#include "panel.h"
#include "title.h"
#include "tools/metrics/words.h"

enum {
	NAME_COLUMNS_LEAST = 11,
	NAME_COLUMNS_MOST = 20,
	NUMBER_COLUMNS = 8,	   /* 12.3k and blanks before it */
	NUMBER_COLUMNS_EXACT = 16, /* 1234567890.1 */
	NUMBERS = 5,		   /* of a service */
	NUMBERS_NARROW = 3,	   /* without bits */
	SPARK_COLUMNS_LEAST = 8,
	BAR_COLUMNS = 20,
	ROWS_LEAST = 3, /* of services, and of drops, as far as there are so many */
};

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

static unsigned number_columns(const struct panel *panel)
{
	return panel->view->exact ? NUMBER_COLUMNS_EXACT : NUMBER_COLUMNS;
}

void panel_rate_put(const struct panel *panel, const char *paint, uint64_t added, unsigned int factor)
{
	char number[NUMBER_SIZE] = "-";

	if (panel->change && added)
		number_format(added * factor, panel->seconds, panel->view->exact, number);
	sheet_put_right(panel->sheet, paint, number, number_columns(panel));
}

void panel_text_put(const struct panel *panel, const char *paint, const char *text)
{
	sheet_put_right(panel->sheet, paint, text, number_columns(panel));
}

void panel_spark_put(const struct panel *panel, const char *paint, const char *name)
{
	unsigned left = panel->view->width - panel->sheet->column;
	double rate[HISTORY_LOOKS];
	char spark[GAUGE_SIZE];

	if (panel->sheet->column + SPARK_COLUMNS_LEAST > panel->view->width)
		return;
	spark_format(rate,
		     history_last(panel->view->history, panel->now->interface, name,
				  left < GAUGE_MAX ? left : GAUGE_MAX, rate),
		     panel->view->unicode, spark);
	sheet_put(panel->sheet, paint, spark);
}

/* A line of the table of services. */
struct traffic_line {
	const char *name;
	struct service_stats added;
	const char *past; /* the name in the history; NULL: none is kept */
	const char *paint;
	bool bracketed; /* no longer in the rules */
};

/* The lines to draw, and how wide their names are. */
struct traffic_lines {
	struct traffic_line *line;
	size_t count;
	unsigned name_columns;
};

static bool stats_any(const struct service_stats *stats)
{
	return stats->in_pass.packets || stats->in_drop.packets || stats->out_pass.packets ||
	       stats->out_drop.packets;
}

static void traffic_add(struct traffic *sum, const struct traffic *traffic)
{
	sum->packets += traffic->packets;
	sum->bytes += traffic->bytes;
}

static struct service_stats essentials_sum(const struct snapshot *change)
{
	struct service_stats sum = {};

	for (int i = 0; i < ESSENTIALS_COUNT; i++) {
		traffic_add(&sum.in_pass, &change->essential[i].in_pass);
		traffic_add(&sum.in_drop, &change->essential[i].in_drop);
		traffic_add(&sum.out_pass, &change->essential[i].out_pass);
		traffic_add(&sum.out_drop, &change->essential[i].out_drop);
	}
	return sum;
}

/* Outbound packets that no service and no essential has. */
static struct service_stats unlisted_sum(const struct snapshot *change)
{
	const struct reason_stats *outbound = &change->reason[REASON_OUTBOUND];
	struct service_stats sum = {.out_pass = outbound->out_pass, .out_drop = outbound->out_drop};

	traffic_add(&sum.out_pass, &outbound->out_would_drop);
	return sum;
}

static void line_add(struct traffic_lines *lines, struct traffic_line line)
{
	unsigned columns = (unsigned)strlen(line.name) + 2 * line.bracketed + 1;

	columns = columns < NAME_COLUMNS_MOST ? columns : NAME_COLUMNS_MOST;
	lines->name_columns = columns > lines->name_columns ? columns : lines->name_columns;
	lines->line[lines->count++] = line;
}

/* Services in file order; what is no longer in the rules only while it still has traffic. */
static int lines_make(const struct panel *panel, struct traffic_lines *ret)
{
	static const struct service_stats none;
	const struct snapshot *change = panel->change;
	struct traffic_lines lines = {.name_columns = NAME_COLUMNS_LEAST};
	struct service_stats unlisted = change ? unlisted_sum(change) : none;

	lines.line = calloc(panel->now->services_count + 2, sizeof(*lines.line));
	if (!lines.line)
		return -ENOMEM;
	for (size_t i = 0; i < panel->now->services_count; i++) {
		const struct snapshot_service *service = &panel->now->services[i];
		const struct service_stats *added = change ? &change->services[i].stats : &none;

		if (service->live || stats_any(added))
			line_add(&lines,
				 (struct traffic_line){service->name, *added, service->name,
						       service->live ? NULL : PAINT_DIM, !service->live});
	}
	line_add(&lines, (struct traffic_line){.name = "essentials",
					       .added = change ? essentials_sum(change) : none});
	if (stats_any(&unlisted))
		line_add(&lines, (struct traffic_line){.name = "unlisted", .added = unlisted});
	*ret = lines;
	return 0;
}

/* Bits go where there is not room for them and for what happened lately. */
static bool bits_fit(const struct panel *panel, const struct traffic_lines *lines)
{
	return lines->name_columns + NUMBERS * number_columns(panel) + SPARK_COLUMNS_LEAST <=
	       panel->view->width;
}

/* How long ago the pictures begin. */
static void past_head_draw(const struct panel *panel)
{
	size_t looks = panel->view->history->looks;
	char text[AGE_SIZE + 8], age[AGE_SIZE];

	sheet_put(panel->sheet, NULL, "  ");
	if (!looks || panel->sheet->column + SPARK_COLUMNS_LEAST > panel->view->width)
		return;
	looks = least(looks, least(HISTORY_LOOKS, panel->view->width - panel->sheet->column));
	age_format((uint64_t)((double)looks * panel->view->interval_s + 0.5), age);
	snprintf(text, sizeof(text), "LAST %s", age);
	sheet_put(panel->sheet, PAINT_HEAD, text);
}

static void services_head_draw(const struct panel *panel, const struct traffic_lines *lines)
{
	bool bits = bits_fit(panel, lines);

	sheet_put(panel->sheet, PAINT_HEAD, "SERVICE");
	sheet_move(panel->sheet, lines->name_columns);
	panel_text_put(panel, PAINT_HEAD, "IN/S");
	if (bits)
		panel_text_put(panel, PAINT_HEAD, "BIT/S");
	panel_text_put(panel, PAINT_HEAD, "OUT/S");
	if (bits)
		panel_text_put(panel, PAINT_HEAD, "BIT/S");
	panel_text_put(panel, PAINT_HEAD, "DROP/S");
	past_head_draw(panel);
	sheet_next(panel->sheet);
}

static void line_draw(const struct panel *panel, const struct traffic_lines *lines,
		      const struct traffic_line *line)
{
	uint64_t dropped = line->added.in_drop.packets + line->added.out_drop.packets;
	bool bits = bits_fit(panel, lines);
	char name[SERVICE_NAME_SIZE + 2];

	snprintf(name, sizeof(name), line->bracketed ? "(%s)" : "%s", line->name);
	name[lines->name_columns - 1] = '\0';
	sheet_put(panel->sheet, line->paint, name);
	sheet_move(panel->sheet, lines->name_columns);
	panel_rate_put(panel, line->paint, line->added.in_pass.packets, 1);
	if (bits)
		panel_rate_put(panel, line->paint, line->added.in_pass.bytes, 8);
	panel_rate_put(panel, line->paint, line->added.out_pass.packets, 1);
	if (bits)
		panel_rate_put(panel, line->paint, line->added.out_pass.bytes, 8);
	panel_rate_put(panel, dropped ? PAINT_WATCH : line->paint, dropped, 1);
	sheet_put(panel->sheet, NULL, "  ");
	if (line->past)
		panel_spark_put(panel, PAINT_CALM, line->past);
	sheet_next(panel->sheet);
}

/* most: lines that there is room for; what does not fit is counted in the last of them. */
static void services_draw(const struct panel *panel, const struct traffic_lines *lines, size_t most)
{
	static const struct service_stats none;
	size_t shown = lines->count <= most ? lines->count : most ? most - 1 : 0;
	char more[64];

	services_head_draw(panel, lines);
	for (size_t i = 0; i < shown; i++)
		line_draw(panel, lines, &lines->line[i]);
	if (shown < most && shown < lines->count) {
		snprintf(more, sizeof(more), "(%zu more in a taller window)", lines->count - shown);
		sheet_put(panel->sheet, PAINT_DIM, more);
		sheet_next(panel->sheet);
	}
	line_draw(panel, lines,
		  &(struct traffic_line){.name = HISTORY_TOTAL,
					 .added = panel->change ? snapshot_totals(panel->change) : none,
					 .past = HISTORY_TOTAL,
					 .paint = PAINT_HEAD});
}

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
	sheet_move(panel->sheet, NAME_COLUMNS_LEAST);
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
	if (left >=
	    least(wanted->services, ROWS_LEAST) + least(wanted->drops, ROWS_LEAST) + 1 + wanted->tables) {
		room.tables = wanted->tables;
		left -= 1 + wanted->tables;
	}
	room.drops = least(least(wanted->drops, ROWS_LEAST), (left + 1) / 2);
	if (left > wanted->services + room.drops)
		room.drops = least(wanted->drops, left - wanted->services);
	room.services = left - room.drops;
	return room;
}

static int panel_draw(const struct panel *panel, size_t height)
{
	struct panel_drop drop[PANEL_DROPS_MAX];
	struct traffic_lines lines;
	struct room wanted, room;
	int r = lines_make(panel, &lines);

	if (r < 0)
		return r;
	wanted = (struct room){lines.count, panel_drops(panel, drop), panel->now->tables_count};
	room = room_divide(height, &wanted);
	title_draw(panel);
	services_draw(panel, &lines, room.services);
	free(lines.line);
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
