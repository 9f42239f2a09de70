/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A way through a text that knows its line and column at every step, forward only. A line ends with LF; a column is
 * a character, a tab too.
 */
#ifndef UCGATE_RULES_CURSOR_H
#define UCGATE_RULES_CURSOR_H

#include "rules/diagnostic.h"
#include "rules/source.h"

struct cursor {
	const struct source *source;
	struct slice text; /* without the BOM */
	size_t offset;	   /* bytes */
	size_t index;	   /* characters */
	uint32_t line, column;
};

/* At the start of what the source keeps, behind a BOM. */
struct cursor cursor_start(const struct source *source);

/* On to a byte, or to a character; never behind the end. */
void cursor_to_offset(struct cursor *cursor, size_t offset);
void cursor_to_index(struct cursor *cursor, size_t index);

static inline struct place cursor_place(const struct cursor *cursor)
{
	return (struct place){cursor->source, cursor->line, cursor->column};
}

static inline struct slice cursor_rest(const struct cursor *cursor)
{
	return slice_from(cursor->text, cursor->offset);
}

#endif
