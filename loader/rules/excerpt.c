// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/excerpt.h"

#include <stdlib.h>

#include "rules/utf8.h"

static const char dots[] = "...";

enum { DOTS = sizeof(dots) - 1 };

/* Columns that the text takes when shown, counted up to a limit. */
static size_t width_of(struct slice text, size_t limit)
{
	char shown[UTF8_SHOWN_SIZE];
	size_t total = 0, width;

	for (size_t i = 0; i < text.length && total <= limit; total += width)
		i += utf8_show(text.start + i, text.length - i, shown, &width);
	return total;
}

/* Bytes of the longest beginning that is shown in at most `columns`. */
static size_t head_fit(struct slice text, size_t columns)
{
	char shown[UTF8_SHOWN_SIZE];
	size_t width;

	for (size_t i = 0, next; i < text.length; i = next) {
		next = i + utf8_show(text.start + i, text.length - i, shown, &width);
		if (width > columns)
			return i;
		columns -= width;
	}
	return text.length;
}

/* Where the character before `end` begins. */
static size_t character_before(struct slice text, size_t end)
{
	uint32_t code;

	for (size_t size = UTF8_SIZE; size > 1; size--)
		if (size <= end && utf8_decode(text.start + end - size, size, &code) == size)
			return end - size;
	return end - 1;
}

/* Where the longest end begins that is shown in at most `columns`. */
static size_t tail_fit(struct slice text, size_t columns)
{
	char shown[UTF8_SHOWN_SIZE];
	size_t start = text.length;

	while (start > 0) {
		size_t before = character_before(text, start), width;

		utf8_show(text.start + before, start - before, shown, &width);
		if (width > columns)
			break;
		columns -= width;
		start = before;
	}
	return start;
}

/* Bytes of the longest run of ASCII at the start, by eights: the rest of a run is left to who decodes. */
static size_t ascii_run(const char *text, size_t length)
{
	size_t run = 0;
	uint64_t eight;

	for (; length - run >= sizeof(eight); run += sizeof(eight)) {
		memcpy(&eight, text + run, sizeof(eight));
		if (eight & 0x8080808080808080)
			break;
	}
	return run;
}

size_t characters_pass(struct slice line, size_t offset, uint32_t characters)
{
	while (characters > 0 && offset < line.length) {
		size_t left = line.length - offset;
		size_t run = ascii_run(line.start + offset, left < characters ? left : characters);
		uint32_t code;

		offset += run;
		characters -= (uint32_t)run;
		for (unsigned int i = 0; i < 8 && characters > 0 && offset < line.length; i++, characters--)
			offset += utf8_decode(line.start + offset, line.length - offset, &code);
	}
	return offset;
}

static char *shown_append(char *out, struct slice text)
{
	char shown[UTF8_SHOWN_SIZE];
	size_t width;

	for (size_t i = 0; i < text.length; out += strlen(shown)) {
		i += utf8_show(text.start + i, text.length - i, shown, &width);
		strcpy(out, shown);
	}
	*out = '\0';
	return out;
}

/* Cuts what is before and behind the caret so that both fit, the shorter side whole where it can be. */
static void sides_cut(struct slice *before, struct slice *behind, size_t columns, bool ret_cut[2])
{
	size_t left = width_of(*before, columns), right = width_of(*behind, columns);

	if (left + right <= columns)
		return;
	if (left <= columns / 2) {
		right = columns - left - DOTS;
	} else if (right <= columns / 2) {
		left = columns - right - DOTS;
	} else {
		left = columns / 2 - DOTS;
		right = columns / 2 - DOTS;
	}
	ret_cut[0] = width_of(*before, left) > left;
	ret_cut[1] = width_of(*behind, right) > right;
	*before = slice_from(*before, tail_fit(*before, left));
	behind->length = head_fit(*behind, right);
}

char *excerpt_new(struct slice line, size_t offset, size_t columns, uint32_t *ret_caret)
{
	struct slice before = {line.start, offset}, behind = slice_from(line, offset);
	bool cut[2] = {};
	char *text, *out;

	sides_cut(&before, &behind, columns, cut);
	text = malloc((before.length + behind.length) * (UTF8_SHOWN_SIZE - 1) + 2 * DOTS + 1);
	if (!text)
		return NULL;
	out = stpcpy(text, cut[0] ? dots : "");
	out = shown_append(out, before);
	*ret_caret = (uint32_t)(width_of(before, columns) + (cut[0] ? DOTS : 0));
	out = shown_append(out, behind);
	strcpy(out, cut[1] ? dots : "");
	return text;
}

char *text_escaped(struct slice text)
{
	char *escaped = malloc(text.length * (UTF8_SHOWN_SIZE - 1) + 1);

	if (escaped)
		shown_append(escaped, text);
	return escaped;
}
