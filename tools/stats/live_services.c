// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "live_services.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "paint.h"

enum {
	NAME_COLUMNS_MOST = 20,
	NUMBERS = 5, /* of a service; without bits: 3 */
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

static void line_add(struct panel_lines *lines, struct panel_line line)
{
	size_t columns = strlen(line.name) + 2 * line.bracketed + 1;

	if (columns > NAME_COLUMNS_MOST)
		columns = NAME_COLUMNS_MOST;
	if (columns > lines->name_columns)
		lines->name_columns = (unsigned)columns;
	lines->line[lines->count++] = line;
}

int panel_lines_make(const struct panel *panel, struct panel_lines *ret)
{
	static const struct service_stats none = {0};
	const struct snapshot *change = panel->change;
	struct panel_lines lines = {.name_columns = PANEL_NAME_LEAST};
	struct service_stats unlisted = change ? unlisted_sum(change) : none;

	lines.line = calloc(panel->now->services_count + 2, sizeof(*lines.line));
	if (!lines.line)
		return -ENOMEM;
	for (size_t i = 0; i < panel->now->services_count; i++) {
		const struct snapshot_service *service = &panel->now->services[i];
		const struct service_stats *added = change ? &change->services[i].stats : &none;

		if (service->live || stats_any(added))
			line_add(&lines,
				 (struct panel_line){service->name, *added, service->name,
						     service->live ? NULL : PAINT_DIM, !service->live});
	}
	line_add(&lines,
		 (struct panel_line){.name = "essentials", .added = change ? essentials_sum(change) : none});
	if (stats_any(&unlisted))
		line_add(&lines, (struct panel_line){.name = "unlisted", .added = unlisted});
	*ret = lines;
	return 0;
}

/* Bits go where there is not room for them and for what happened lately. */
static bool bits_fit(const struct panel *panel, const struct panel_lines *lines)
{
	return lines->name_columns + NUMBERS * panel_number_columns(panel) + PANEL_SPARK_LEAST <=
	       panel->view->width;
}

/* How long ago the pictures begin. */
static void past_head_draw(const struct panel *panel)
{
	size_t looks = panel->view->history->looks;
	char text[AGE_SIZE + 8], age[AGE_SIZE];

	sheet_put(panel->sheet, NULL, "  ");
	if (!looks || panel->sheet->column + PANEL_SPARK_LEAST > panel->view->width)
		return;
	looks = size_least(looks, size_least(HISTORY_LOOKS, panel->view->width - panel->sheet->column));
	age_format((uint64_t)((double)looks * panel->view->interval_s + 0.5), age);
	snprintf(text, sizeof(text), "LAST %s", age);
	sheet_put(panel->sheet, PAINT_HEAD, text);
}

static void services_head_draw(const struct panel *panel, const struct panel_lines *lines)
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

static void line_draw(const struct panel *panel, const struct panel_lines *lines,
		      const struct panel_line *line)
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

void panel_lines_draw(const struct panel *panel, const struct panel_lines *lines, size_t most)
{
	static const struct service_stats none = {0};
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
		  &(struct panel_line){.name = HISTORY_TOTAL,
				       .added = panel->change ? snapshot_totals(panel->change) : none,
				       .past = HISTORY_TOTAL,
				       .paint = PAINT_HEAD});
}

void panel_lines_free(struct panel_lines *lines)
{
	free(lines->line);
	*lines = (struct panel_lines){};
}
