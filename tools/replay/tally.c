// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tally.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS_FIRST = 32 };

static const struct finding nothing;

void finding_take(const struct verdict *verdict, struct finding *ret)
{
	ret->pass = verdict->pass;
	ret->reason = verdict->reason;
	snprintf(ret->service, sizeof(ret->service), "%s", verdict->service ? verdict->service : "");
}

bool finding_equal(const struct finding *a, const struct finding *b)
{
	return a->pass == b->pass && a->reason == b->reason && strcmp(a->service, b->service) == 0;
}

static bool row_is(const struct tally_row *row, const struct finding *finding, const struct finding *other)
{
	return finding_equal(&row->finding, finding) && finding_equal(&row->other, other);
}

static int row_append(struct tally *tally, const struct finding *finding, const struct finding *other)
{
	if (tally->count == tally->size) {
		size_t size = tally->size ? 2 * tally->size : ROWS_FIRST;
		struct tally_row *rows = reallocarray(tally->rows, size, sizeof(*rows));

		if (!rows)
			return -ENOMEM;
		tally->rows = rows;
		tally->size = size;
	}
	tally->rows[tally->count++] = (struct tally_row){.finding = *finding, .other = *other};
	return 0;
}

/* Neighbours in a capture are often of one kind. */
static int row_find(struct tally *tally, const struct finding *finding, const struct finding *other,
		    struct tally_row **ret)
{
	int r = 0;

	if (tally->last >= tally->count || !row_is(&tally->rows[tally->last], finding, other)) {
		for (tally->last = 0; tally->last < tally->count; tally->last++)
			if (row_is(&tally->rows[tally->last], finding, other))
				break;
		if (tally->last == tally->count)
			r = row_append(tally, finding, other);
	}
	if (r < 0)
		return r;
	*ret = &tally->rows[tally->last];
	return 0;
}

int tally_add(struct tally *tally, const struct finding *finding, const struct finding *other,
	      uint64_t number, bool outbound)
{
	struct tally_row *row;
	uint64_t before;
	int r = row_find(tally, finding, other ? other : &nothing, &row);

	if (r < 0)
		return r;
	before = row->in + row->out;
	if (before < EXAMPLES_MAX)
		row->examples[before] = number;
	if (outbound)
		row->out++;
	else
		row->in++;
	return 0;
}

/* Rows of as many frames in the order of their first. */
static int row_compare(const void *a, const void *b)
{
	const struct tally_row *left = a, *right = b;
	uint64_t left_count = left->in + left->out, right_count = right->in + right->out;

	if (left_count != right_count)
		return left_count < right_count ? 1 : -1;
	return left->examples[0] < right->examples[0] ? -1 : 1;
}

void tally_sort(struct tally *tally)
{
	if (tally->count)
		qsort(tally->rows, tally->count, sizeof(*tally->rows), row_compare);
	tally->last = 0;
}

void tally_free(struct tally *tally)
{
	free(tally->rows);
	*tally = (struct tally){0};
}
