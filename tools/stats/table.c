// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The head of a section is a line like the others, so that services, essentials and totals, printed one after the
 * other, share the columns of one table.
 */
#include <errno.h>
#include <string.h>

#include <libsmartcols/libsmartcols.h>

#include "cleanup.h"
#include "number.h"
#include "paint.h"
#include "render.h"
#include "rules/utf8.h"
#include "title.h"
#include "tools/metrics/words.h"

enum { WIDTH_LEAST = 80 /* on a narrower terminal lines run over: digits are never cut */ };

/* One interface, and how it is printed. */
struct page {
	const struct snapshot *now, *change; /* change NULL: counts, not rates */
	double seconds;			     /* of change */
	const struct table_style *style;
	FILE *out;
};

static void cleanup_table(struct libscols_table **table)
{
	scols_unref_table(*table);
}

/* Columns as letters: `l` left, `r` right, `w` left and wrapped where the terminal ends. */
static struct libscols_table *table_new(const struct page *page, const char *columns)
{
	struct libscols_table *table = scols_new_table();
	bool bounded = strchr(columns, 'w') && page->style->width >= WIDTH_LEAST && !page->style->exact;

	if (!table)
		return NULL;
	scols_table_enable_noheadings(table, 1);
	scols_table_enable_colors(table, page->style->color);
	scols_table_set_column_separator(table, "  ");
	scols_table_set_stream(table, page->out);
	scols_table_set_termforce(table, bounded ? SCOLS_TERMFORCE_ALWAYS : SCOLS_TERMFORCE_NEVER);
	if (bounded)
		scols_table_set_termwidth(table, page->style->width);
	for (; *columns; columns++)
		if (!scols_table_new_column(table, NULL, 0,
					    *columns == 'r'   ? SCOLS_FL_RIGHT
					    : *columns == 'w' ? SCOLS_FL_WRAP
							      : 0)) {
			scols_unref_table(table);
			return NULL;
		}
	return table;
}

/* Adds a line of cells, as many as the table has columns; paint NULL: plain. NULL: no memory. */
static struct libscols_line *line_add(struct libscols_table *table, const char *const cells[],
				      const char *paint)
{
	struct libscols_line *line = scols_table_new_line(table, NULL);

	if (!line || scols_line_set_color(line, paint) < 0)
		return NULL;
	for (size_t i = 0; i < scols_table_get_ncols(table); i++)
		if (scols_line_set_data(line, i, cells[i]) < 0)
			return NULL;
	return line;
}

static void traffic_format(const struct page *page, const struct traffic *traffic, char ret[2][NUMBER_SIZE])
{
	number_format(traffic->packets, page->seconds, page->style->exact, ret[0]);
	number_format(traffic->bytes, page->seconds, page->style->exact, ret[1]);
}

enum { STATS_NUMBERS = 8 };

static struct libscols_line *stats_add(struct libscols_table *table, const struct page *page,
				       const char *name, const struct service_stats *stats, const char *paint)
{
	char number[STATS_NUMBERS][NUMBER_SIZE];
	const char *cells[1 + STATS_NUMBERS] = {name};

	traffic_format(page, &stats->in_pass, number + 0);
	traffic_format(page, &stats->in_drop, number + 2);
	traffic_format(page, &stats->out_pass, number + 4);
	traffic_format(page, &stats->out_drop, number + 6);
	for (int i = 0; i < STATS_NUMBERS; i++)
		cells[1 + i] = number[i];
	return line_add(table, cells, paint);
}

static struct libscols_line *stats_head_add(struct libscols_table *table, const char *title)
{
	const char *cells[1 + STATS_NUMBERS] = {title,	    "IN PASS", "BYTES",	   "IN DROP", "BYTES",
						"OUT PASS", "BYTES",   "OUT DROP", "BYTES"};

	return line_add(table, cells, PAINT_HEAD);
}

/* What a reload took out of the rules stands in brackets. */
static struct libscols_line *service_add(struct libscols_table *table, const struct page *page, size_t index)
{
	const struct snapshot_service *service = &page->now->services[index];
	const struct snapshot_service *shown = page->change ? &page->change->services[index] : service;
	char name[SERVICE_NAME_SIZE + 2];

	snprintf(name, sizeof(name), service->live ? "%s" : "(%s)", service->name);
	return stats_add(table, page, name, &shown->stats, service->live ? NULL : PAINT_DIM);
}

/* Lines of a table that are printed as a paragraph of their own; first NULL: none, last NULL: no memory. */
struct section {
	struct libscols_line *first, *last;
};

static struct section services_add(struct libscols_table *table, const struct page *page)
{
	struct libscols_line *head = stats_head_add(table, "SERVICE");
	struct section section = {head, head};

	for (size_t i = 0; section.last && i < page->now->services_count; i++)
		section.last = service_add(table, page, i);
	return section;
}

static bool stats_any(const struct service_stats *stats)
{
	return stats->in_pass.packets || stats->in_drop.packets || stats->out_pass.packets ||
	       stats->out_drop.packets;
}

/* Those that happened. */
static struct section essentials_add(struct libscols_table *table, const struct page *page)
{
	struct section section = {};

	for (int i = 0; i < ESSENTIALS_COUNT; i++) {
		const struct service_stats *now = &page->now->essential[i];

		if (!stats_any(now))
			continue;
		if (!section.first)
			section.first = stats_head_add(table, "ESSENTIAL");
		section.last = stats_add(table, page, essential_words[i],
					 page->change ? &page->change->essential[i] : now, NULL);
		if (!section.first || !section.last)
			break;
	}
	return section;
}

/* Outbound packets that neither a service nor an essential has; would-drops passed. */
static struct service_stats unlisted_stats(const struct snapshot *snapshot)
{
	const struct reason_stats *reason = &snapshot->reason[REASON_OUTBOUND];

	return (struct service_stats){
		.out_pass = {reason->out_pass.packets + reason->out_would_drop.packets,
			     reason->out_pass.bytes + reason->out_would_drop.bytes},
		.out_drop = reason->out_drop,
	};
}

static struct section unlisted_add(struct libscols_table *table, const struct page *page)
{
	struct service_stats now = unlisted_stats(page->now);
	struct service_stats shown = unlisted_stats(page->change ? page->change : page->now);
	struct section section = {};

	if (!stats_any(&now))
		return section;
	section.first = stats_add(table, page, "UNLISTED", &shown, NULL);
	section.last = section.first;
	return section;
}

static struct section totals_add(struct libscols_table *table, const struct page *page)
{
	struct service_stats totals = snapshot_totals(page->change ? page->change : page->now);
	struct libscols_line *line = stats_add(table, page, "TOTAL", &totals, PAINT_HEAD);

	return (struct section){line, line};
}

static int section_print(struct libscols_table *table, const struct section *section, const struct page *page)
{
	if (!section->first)
		return 0;
	if (!section->last)
		return -ENOMEM;
	fputc('\n', page->out);
	if (scols_table_print_range(table, section->first, section->last) < 0)
		return -ENOMEM;
	/* smartcols ends every line but the last of a table. */
	if (section->last == scols_table_get_line(table, scols_table_get_nlines(table) - 1))
		fputc('\n', page->out);
	return 0;
}

/* All lines are there before the first is printed: columns are as wide as their widest cell. */
static int stats_print(const struct page *page)
{
	_cleanup_(cleanup_table) struct libscols_table *table = table_new(page, "wrrrrrrrr");
	struct section sections[4];
	int r = 0;

	if (!table)
		return -ENOMEM;
	sections[0] = services_add(table, page);
	sections[1] = essentials_add(table, page);
	sections[2] = unlisted_add(table, page);
	sections[3] = totals_add(table, page);
	for (size_t i = 0; r == 0 && i < sizeof(sections) / sizeof(sections[0]); i++)
		r = section_print(table, &sections[i], page);
	return r;
}

/* The reasons that happened, of one kind: the offset in struct reason_stats. */
static struct section drops_add(struct libscols_table *table, const struct page *page, const char *title,
				size_t offset)
{
	const char *head[] = {title, "PACKETS", "BYTES", "WHY"};
	const struct reason_stats *shown = (page->change ? page->change : page->now)->reason;
	struct section section = {};

	for (const struct reason_word *reason = drop_reasons(); reason->name; reason++) {
		const char *now = (const char *)&page->now->reason[reason->number] + offset;
		const char *traffic = (const char *)&shown[reason->number] + offset;
		char number[2][NUMBER_SIZE];
		const char *cells[] = {reason->name, number[0], number[1], reason->sentence};

		if (!((const struct traffic *)now)->packets)
			continue;
		if (!section.first)
			section.first = line_add(table, head, PAINT_HEAD);
		traffic_format(page, (const struct traffic *)traffic, number);
		section.last = line_add(table, cells, NULL);
		if (!section.first || !section.last)
			break;
	}
	return section;
}

static int drops_print(const struct page *page)
{
	_cleanup_(cleanup_table) struct libscols_table *table = table_new(page, "lrrl");
	struct section sections[2];
	int r;

	if (!table)
		return -ENOMEM;
	sections[0] = drops_add(table, page, "DROPPED", offsetof(struct reason_stats, in_drop));
	sections[1] = drops_add(table, page, "WOULD DROP", offsetof(struct reason_stats, in_would_drop));
	r = section_print(table, &sections[0], page);
	return r == 0 ? section_print(table, &sections[1], page) : r;
}

static bool evictions_counted(const struct snapshot *snapshot)
{
	for (size_t i = 0; i < snapshot->tables_count; i++)
		if (snapshot->table[i].evicts)
			return true;
	return false;
}

static int tables_print(const struct page *page)
{
	_cleanup_(cleanup_table) struct libscols_table *table =
		table_new(page, evictions_counted(page->now) ? "lrrr" : "lrr");
	static const char *const head[] = {"TABLE", "USED", "MAX", "EVICTED"};
	struct section section;

	if (!table)
		return -ENOMEM;
	section.first = line_add(table, head, PAINT_HEAD);
	section.last = section.first;
	for (size_t i = 0; section.last && i < page->now->tables_count; i++) {
		char used[NUMBER_SIZE], max[NUMBER_SIZE], evicted[NUMBER_SIZE] = "";
		const char *cells[] = {page->now->table[i].name, used, max, evicted};

		number_format(page->now->table[i].used, 0, page->style->exact, used);
		number_format(page->now->table[i].max, 0, page->style->exact, max);
		if (page->now->table[i].evicts)
			number_format(page->now->table[i].evicted, 0, page->style->exact, evicted);
		section.last = line_add(table, cells, NULL);
	}
	return section_print(table, &section, page);
}

/* Names of interfaces and files may hold any byte; none may move the cursor. */
static void text_put(const char *text, FILE *out)
{
	char shown[UTF8_SHOWN_SIZE];
	size_t width;

	for (size_t length = strlen(text), taken; length > 0; text += taken, length -= taken) {
		taken = utf8_show(text, length, shown, &width);
		fputs(shown, out);
	}
}

static void piece_print(const struct page *page, const struct title_piece *piece)
{
	bool painted = page->style->color && piece->paint;

	fputs(painted ? piece->paint : "", page->out);
	text_put(piece->text, page->out);
	fputs(painted ? PAINT_END : "", page->out);
}

static void title_print(const struct page *page)
{
	struct title_piece piece[TITLE_PIECES];
	size_t count = title_pieces(page->now, piece);

	for (size_t i = 0; i < count; i++)
		piece_print(page, &piece[i]);
	fputc('\n', page->out);
	if (title_trial(page->now, piece)) {
		piece_print(page, piece);
		fputc('\n', page->out);
	}
	if (page->now->file[0]) {
		text_put(page->now->file, page->out);
		fputc('\n', page->out);
	}
	if (page->change)
		fprintf(page->out, "per second, over the last %.1f s\n", page->seconds);
}

static int page_print(const struct page *page)
{
	int r;

	title_print(page);
	r = stats_print(page);
	if (r == 0)
		r = drops_print(page);
	return r == 0 ? tables_print(page) : r;
}

int render_table(const struct report *now, const struct report *change, const struct table_style *style,
		 FILE *out)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < now->count; i++) {
		struct page page = {.now = &now->list[i], .style = style, .out = out};

		if (change && change->seconds > 0) {
			page.change = &change->list[i];
			page.seconds = change->seconds;
		}
		if (i > 0)
			fputc('\n', out);
		r = page_print(&page);
	}
	return r;
}
