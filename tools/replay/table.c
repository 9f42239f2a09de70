// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The head of a section is a line like the others, so that sections share the columns of one table.
 */
#include <errno.h>
#include <inttypes.h>

#include <libsmartcols/libsmartcols.h>

#include "cleanup.h"
#include "render.h"
#include "tools/metrics/words.h"

#define PAINT_HEAD "\033[1m"

enum {
	COUNT_SIZE = 24,
	EXAMPLES_SIZE = EXAMPLES_MAX * COUNT_SIZE,
	FINDING_TEXT_SIZE = SERVICE_NAME_SIZE + 32,
	CELLS = 6,
};

/* A row's cells, and the room of those that are made up. */
struct cells {
	const char *cell[CELLS];
	char in[COUNT_SIZE], out[COUNT_SIZE], examples[EXAMPLES_SIZE];
	char before[FINDING_TEXT_SIZE], after[FINDING_TEXT_SIZE];
};

struct section {
	const char *head[CELLS];
	bool (*has)(const struct tally_row *row);
	void (*fill)(const struct tally_row *row, struct cells *ret);
};

static void cleanup_table(struct libscols_table **table)
{
	scols_unref_table(*table);
}

/* Columns as letters: `l` left, `r` right. */
static struct libscols_table *table_new(const char *columns, bool color, FILE *out)
{
	struct libscols_table *table = scols_new_table();

	if (!table)
		return NULL;
	scols_table_enable_noheadings(table, 1);
	scols_table_enable_colors(table, color);
	scols_table_set_column_separator(table, "  ");
	scols_table_set_stream(table, out);
	scols_table_set_termforce(table, SCOLS_TERMFORCE_NEVER);
	for (; *columns; columns++)
		if (!scols_table_new_column(table, NULL, 0, *columns == 'r' ? SCOLS_FL_RIGHT : 0)) {
			scols_unref_table(table);
			return NULL;
		}
	return table;
}

static int line_add(struct libscols_table *table, const char *const cells[], const char *paint)
{
	struct libscols_line *line = scols_table_new_line(table, NULL);

	if (!line || scols_line_set_color(line, paint) < 0)
		return -ENOMEM;
	for (size_t i = 0; i < scols_table_get_ncols(table); i++)
		if (scols_line_set_data(line, i, cells[i]) < 0)
			return -ENOMEM;
	return 0;
}

static int section_add(struct libscols_table *table, const struct section *section, const struct tally *tally)
{
	bool any = false;
	int r = 0;

	for (size_t i = 0; r == 0 && i < tally->count; i++) {
		struct cells cells;

		if (!section->has(&tally->rows[i]))
			continue;
		if (!any)
			r = line_add(table, section->head, PAINT_HEAD);
		any = true;
		section->fill(&tally->rows[i], &cells);
		if (r == 0)
			r = line_add(table, cells.cell, NULL);
	}
	return r;
}

/* Lines from `first` on, and a blank one; smartcols ends every line but the last of a table. */
static int lines_print(struct libscols_table *table, size_t first, size_t end, FILE *out)
{
	if (first == end)
		return 0;
	if (scols_table_print_range(table, scols_table_get_line(table, first),
				    scols_table_get_line(table, end - 1)) < 0)
		return -ENOMEM;
	fputs(end == scols_table_get_nlines(table) ? "\n\n" : "\n", out);
	return 0;
}

/* All lines are there before the first is printed: columns are as wide as their widest cell. */
static int sections_print(struct libscols_table *table, const struct section sections[3],
			  const struct tally *tally, FILE *out)
{
	size_t end[3], first = 0;
	int r = 0;

	for (size_t i = 0; r == 0 && i < 3; i++) {
		r = section_add(table, &sections[i], tally);
		end[i] = scols_table_get_nlines(table);
	}
	for (size_t i = 0; r == 0 && i < 3; first = end[i++])
		r = lines_print(table, first, end[i], out);
	return r;
}

static void count_format(uint64_t count, char ret[COUNT_SIZE])
{
	if (count)
		snprintf(ret, COUNT_SIZE, "%" PRIu64, count);
	else
		snprintf(ret, COUNT_SIZE, "-");
}

/* `3, 9, 12, ...` */
static void examples_format(const struct tally_row *row, char ret[EXAMPLES_SIZE])
{
	size_t length = 0;

	for (size_t i = 0; i < EXAMPLES_MAX && row->examples[i]; i++)
		length += (size_t)snprintf(ret + length, EXAMPLES_SIZE - length, "%s%" PRIu64, i ? ", " : "",
					   row->examples[i]);
	if (row->in + row->out > EXAMPLES_MAX)
		snprintf(ret + length, EXAMPLES_SIZE - length, ", ...");
}

static const char *name_or_dash(const char *name)
{
	return name && *name ? name : "-";
}

static void numbers_fill(const struct tally_row *row, struct cells *cells)
{
	count_format(row->in, cells->in);
	count_format(row->out, cells->out);
	examples_format(row, cells->examples);
	cells->cell[2] = cells->in;
	cells->cell[3] = cells->out;
	cells->cell[4] = cells->examples;
}

/* --- one set of rules ------------------------------------------------------------------------------------------- */

static void verdict_fill(const struct tally_row *row, struct cells *ret)
{
	ret->cell[0] = name_or_dash(reason_name(row->finding.reason));
	ret->cell[1] = name_or_dash(row->finding.service);
	numbers_fill(row, ret);
	ret->cell[5] = reason_sentence(row->finding.reason);
}

static bool is_drop(const struct tally_row *row)
{
	return !row->finding.pass;
}

static bool is_would_drop(const struct tally_row *row)
{
	return row->finding.pass && finding_drops(&row->finding);
}

static bool is_pass(const struct tally_row *row)
{
	return !finding_drops(&row->finding);
}

static const struct section verdicts[3] = {
	{{"DROPPED", "SERVICE", "IN", "OUT", "FRAMES", "WHY"}, is_drop, verdict_fill},
	{{"WOULD DROP", "SERVICE", "IN", "OUT", "FRAMES", "WHY"}, is_would_drop, verdict_fill},
	{{"PASSED", "SERVICE", "IN", "OUT", "FRAMES", "WHY"}, is_pass, verdict_fill},
};

static uint64_t frames_where(const struct tally *tally, bool (*is)(const struct tally_row *))
{
	uint64_t frames = 0;

	for (size_t i = 0; i < tally->count; i++)
		if (is(&tally->rows[i]))
			frames += tally->rows[i].in + tally->rows[i].out;
	return frames;
}

int summary_print(const struct tally *tally, bool color, FILE *out)
{
	_cleanup_(cleanup_table) struct libscols_table *table = table_new("llrrll", color, out);
	uint64_t drop = frames_where(tally, is_drop), would_drop = frames_where(tally, is_would_drop);
	uint64_t pass = frames_where(tally, is_pass);
	int r = table ? sections_print(table, verdicts, tally, out) : -ENOMEM;

	if (r < 0)
		return r;
	fprintf(out, "%" PRIu64 " frame%s: %" PRIu64 " pass, %" PRIu64 " drop", pass + would_drop + drop,
		pass + would_drop + drop == 1 ? "" : "s", pass + would_drop, drop);
	if (would_drop)
		fprintf(out, "; %" PRIu64 " pass only because the rules are in monitor mode", would_drop);
	fputc('\n', out);
	return 0;
}

/* --- two sets of rules ------------------------------------------------------------------------------------------ */

static void finding_format(const struct finding *finding, char ret[FINDING_TEXT_SIZE])
{
	snprintf(ret, FINDING_TEXT_SIZE, "%s%s%s", name_or_dash(reason_name(finding->reason)),
		 finding->service[0] ? " " : "", finding->service);
}

static void change_fill(const struct tally_row *row, struct cells *ret)
{
	finding_format(&row->finding, ret->before);
	finding_format(&row->other, ret->after);
	ret->cell[0] = ret->before;
	ret->cell[1] = ret->after;
	numbers_fill(row, ret);
	ret->cell[5] = reason_sentence(row->other.reason);
}

static bool is_closed(const struct tally_row *row)
{
	return row->finding.pass && !row->other.pass;
}

static bool is_opened(const struct tally_row *row)
{
	return !row->finding.pass && row->other.pass;
}

static bool is_otherwise(const struct tally_row *row)
{
	return row->finding.pass == row->other.pass && !finding_equal(&row->finding, &row->other);
}

static const struct section changes[3] = {
	{{"NOW DROPPED", "BY", "IN", "OUT", "FRAMES", "WHY"}, is_closed, change_fill},
	{{"NOW PASSED", "BY", "IN", "OUT", "FRAMES", "WHY"}, is_opened, change_fill},
	{{"AS BEFORE", "BUT BY", "IN", "OUT", "FRAMES", "WHY"}, is_otherwise, change_fill},
};

int changes_print(const struct tally *tally, bool color, FILE *out)
{
	_cleanup_(cleanup_table) struct libscols_table *table = table_new("llrrll", color, out);
	uint64_t closed = frames_where(tally, is_closed), opened = frames_where(tally, is_opened);
	uint64_t frames = 0;
	int r = table ? sections_print(table, changes, tally, out) : -ENOMEM;

	if (r < 0)
		return r;
	for (size_t i = 0; i < tally->count; i++)
		frames += tally->rows[i].in + tally->rows[i].out;
	fprintf(out, "%" PRIu64 " frame%s: %" PRIu64 " now dropped, %" PRIu64 " now passed\n", frames,
		frames == 1 ? "" : "s", closed, opened);
	return 0;
}
