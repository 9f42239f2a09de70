// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/cursor.h"

#include "rules/utf8.h"

struct cursor cursor_start(const struct source *source)
{
	struct slice text = {source->text, source->length};

	if (slice_has_prefix(text, BOM))
		text = slice_from(text, strlen(BOM));
	return (struct cursor){.source = source, .text = text, .line = 1, .column = 1};
}

static void character_pass(struct cursor *cursor)
{
	const char *at = cursor->text.start + cursor->offset;
	uint32_t code;

	if (*at == '\n') {
		cursor->line++;
		cursor->column = 0;
	}
	cursor->offset +=
		(unsigned char)*at < 0x80 ? 1 : utf8_decode(at, cursor->text.length - cursor->offset, &code);
	cursor->index++;
	cursor->column++;
}

void cursor_to_offset(struct cursor *cursor, size_t offset)
{
	while (cursor->offset < offset && cursor->offset < cursor->text.length)
		character_pass(cursor);
}

void cursor_to_index(struct cursor *cursor, size_t index)
{
	while (cursor->index < index && cursor->offset < cursor->text.length)
		character_pass(cursor);
}
