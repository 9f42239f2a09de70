// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/json_text.h"

#include <errno.h>
#include <stdlib.h>

#include "cleanup.h"
#include "rules/cursor.h"
#include "rules/utf8.h"

/* What may come next. */
enum expect {
	EXPECT_VALUE,
	EXPECT_FIRST_VALUE,
	EXPECT_KEY,
	EXPECT_FIRST_KEY,
	EXPECT_COLON,
	EXPECT_COMMA,
	EXPECT_END
};

enum { TOKEN_STRING = 's', TOKEN_WORD = 'w', TOKEN_INVALID = 0 };

struct json_walk {
	enum expect expect;
	size_t depth;
	bool object[TREE_LEVELS_MAX];
	struct builder *builder; /* NULL: only looking */
};

static size_t blanks_length(struct slice text)
{
	size_t i = 0;

	while (i < text.length && strchr(" \t\n\r", text.start[i]) && text.start[i])
		i++;
	return i;
}

static size_t digits_length(struct slice text)
{
	size_t i = 0;

	while (i < text.length && text.start[i] >= '0' && text.start[i] <= '9')
		i++;
	return i;
}

/* Both parts of a number that may follow its integer; 0 for none, SIZE_MAX for a broken one. */
static size_t fraction_length(struct slice text)
{
	size_t digits;

	if (!slice_has_prefix(text, "."))
		return 0;
	digits = digits_length(slice_from(text, 1));
	return digits ? digits + 1 : SIZE_MAX;
}

static size_t exponent_length(struct slice text)
{
	size_t sign, digits;

	if (!slice_has_prefix(text, "e") && !slice_has_prefix(text, "E"))
		return 0;
	text = slice_from(text, 1);
	sign = slice_has_prefix(text, "+") || slice_has_prefix(text, "-");
	digits = digits_length(slice_from(text, sign));
	return digits ? 1 + sign + digits : SIZE_MAX;
}

/* 0: no number. */
static size_t number_length(struct slice text)
{
	size_t sign = slice_has_prefix(text, "-"), digits, fraction, exponent;

	digits = digits_length(slice_from(text, sign));
	if (!digits || (digits > 1 && text.start[sign] == '0'))
		return 0;
	fraction = fraction_length(slice_from(text, sign + digits));
	if (fraction == SIZE_MAX)
		return 0;
	exponent = exponent_length(slice_from(text, sign + digits + fraction));
	return exponent == SIZE_MAX ? 0 : sign + digits + fraction + exponent;
}

/* The four digits behind \u, as a number; UTF8_INVALID: they are none. */
static uint32_t hex_unit(struct slice text)
{
	uint32_t unit = 0;

	if (text.length < 6 || text.start[0] != '\\' || text.start[1] != 'u')
		return UTF8_INVALID;
	for (size_t i = 2; i < 6; i++) {
		const char *digits = "0123456789abcdef0123456789ABCDEF";
		const char *digit = text.start[i] ? strchr(digits, text.start[i]) : NULL;

		if (!digit)
			return UTF8_INVALID;
		unit = unit << 4 | ((uint32_t)(digit - digits) & 15);
	}
	return unit;
}

/* The character an escape stands for, and the bytes it takes; 0: a broken one. */
static size_t escape_read(struct slice text, uint32_t *ret)
{
	static const char letters[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
	const char *letter = text.length > 1 && text.start[1] ? strchr(letters, text.start[1]) : NULL;
	uint32_t high, low;

	if (letter) {
		*ret = (unsigned char)meant[letter - letters];
		return 2;
	}
	high = hex_unit(text);
	if (high == UTF8_INVALID || (high >= 0xdc00 && high <= 0xdfff))
		return 0;
	*ret = high;
	if (high < 0xd800 || high > 0xdbff)
		return 6;
	low = hex_unit(slice_from(text, 6));
	if (low < 0xdc00 || low > 0xdfff)
		return 0;
	*ret = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
	return 12;
}

/* Both quotes included; 0: no string. */
static size_t string_length(struct slice text)
{
	uint32_t code;

	for (size_t i = 1, size; i < text.length; i += size) {
		size = 1;
		if (text.start[i] == '"')
			return i + 1;
		if ((unsigned char)text.start[i] < 0x20)
			return 0;
		if (text.start[i] == '\\')
			size = escape_read(slice_from(text, i), &code);
		if (!size)
			return 0;
	}
	return 0;
}

/* The token that the text begins with: one of {}[]:, or a TOKEN_. */
static int token_read(struct slice text, size_t *ret_length)
{
	static const char *const words[] = {"true", "false", "null"};

	*ret_length = 1;
	if (text.start[0] && strchr("{}[]:,", text.start[0]))
		return text.start[0];
	if (text.start[0] == '"') {
		*ret_length = string_length(text);
		return *ret_length ? TOKEN_STRING : TOKEN_INVALID;
	}
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		*ret_length = strlen(words[i]);
		if (slice_has_prefix(text, words[i]))
			return TOKEN_WORD;
	}
	*ret_length = number_length(text);
	return *ret_length ? TOKEN_WORD : TOKEN_INVALID;
}

static int string_build(struct builder *builder, struct slice text, struct place place)
{
	_cleanup_free_ char *buffer = NULL;
	struct slice copy;
	size_t used = 0;

	if (slice_find(text, '\\') == text.length)
		return builder_scalar(builder, text, false, place);
	buffer = malloc(text.length);
	if (!buffer)
		return -ENOMEM;
	for (size_t i = 0; i < text.length;) {
		uint32_t code = (unsigned char)text.start[i];

		if (code != '\\') {
			buffer[used++] = text.start[i++];
			continue;
		}
		i += escape_read(slice_from(text, i), &code);
		used += utf8_encode(code, buffer + used);
	}
	copy = tree_text_new(builder->tree, (struct slice){buffer, used});
	return copy.start ? builder_scalar(builder, copy, false, place) : -ENOMEM;
}

static enum expect value_follower(const struct json_walk *walk)
{
	return walk->depth ? EXPECT_COMMA : EXPECT_END;
}

/* Each step returns 0, -EILSEQ where JSON ends, or what the builder says. */
static int step_open(struct json_walk *walk, bool object, struct place place)
{
	if (walk->depth == TREE_LEVELS_MAX)
		return -EILSEQ;
	walk->object[walk->depth++] = object;
	walk->expect = object ? EXPECT_FIRST_KEY : EXPECT_FIRST_VALUE;
	return walk->builder ? builder_open(walk->builder, object ? NODE_MAPPING : NODE_SEQUENCE, place) : 0;
}

static int step_close(struct json_walk *walk, bool object)
{
	enum expect empty = object ? EXPECT_FIRST_KEY : EXPECT_FIRST_VALUE;

	if (!walk->depth || walk->object[walk->depth - 1] != object)
		return -EILSEQ;
	if (walk->expect != EXPECT_COMMA && walk->expect != empty)
		return -EILSEQ;
	walk->depth--;
	walk->expect = value_follower(walk);
	if (walk->builder)
		builder_close(walk->builder);
	return 0;
}

static int step_scalar(struct json_walk *walk, int token, struct slice text, struct place place)
{
	bool key = walk->expect == EXPECT_KEY || walk->expect == EXPECT_FIRST_KEY;

	/* A bare word is no object, so it is no rule file: YAML's reader says what it is. */
	if (!walk->depth || (key && token != TOKEN_STRING))
		return -EILSEQ;
	walk->expect = key ? EXPECT_COLON : value_follower(walk);
	if (!walk->builder)
		return 0;
	if (token == TOKEN_WORD)
		return builder_scalar(walk->builder, text, true, place);
	return string_build(walk->builder, (struct slice){text.start + 1, text.length - 2}, place);
}

static int step_separator(struct json_walk *walk, int token)
{
	if (walk->expect != (token == ':' ? EXPECT_COLON : EXPECT_COMMA))
		return -EILSEQ;
	if (token == ':')
		walk->expect = EXPECT_VALUE;
	else
		walk->expect = walk->object[walk->depth - 1] ? EXPECT_KEY : EXPECT_VALUE;
	return 0;
}

static int json_step(struct json_walk *walk, int token, struct slice text, struct place place)
{
	bool value = walk->expect == EXPECT_VALUE || walk->expect == EXPECT_FIRST_VALUE;
	bool key = walk->expect == EXPECT_KEY || walk->expect == EXPECT_FIRST_KEY;

	switch (token) {
	case '{':
	case '[':
		return value ? step_open(walk, token == '{', place) : -EILSEQ;
	case '}':
	case ']':
		return step_close(walk, token == '}');
	case ':':
	case ',':
		return step_separator(walk, token);
	case TOKEN_STRING:
	case TOKEN_WORD:
		return value || key ? step_scalar(walk, token, text, place) : -EILSEQ;
	default:
		return -EILSEQ;
	}
}

bool json_text_valid(struct slice text)
{
	struct json_walk walk = {};

	for (size_t i = blanks_length(text), length; i < text.length;) {
		int token = token_read(slice_from(text, i), &length);

		if (json_step(&walk, token, (struct slice){text.start + i, length}, (struct place){}) < 0)
			return false;
		i += length;
		i += blanks_length(slice_from(text, i));
	}
	return walk.expect == EXPECT_END;
}

int json_text_build(const struct source *source, struct builder *builder)
{
	struct cursor cursor = cursor_start(source);
	struct json_walk walk = {.builder = builder};

	for (;;) {
		struct slice rest = cursor_rest(&cursor);
		size_t length;
		int token, r;

		cursor_to_offset(&cursor, cursor.offset + blanks_length(rest));
		rest = cursor_rest(&cursor);
		if (!rest.length)
			return 0;
		token = token_read(rest, &length);
		r = json_step(&walk, token, (struct slice){rest.start, length}, cursor_place(&cursor));
		if (r < 0)
			return r;
		cursor_to_offset(&cursor, cursor.offset + length);
	}
}
