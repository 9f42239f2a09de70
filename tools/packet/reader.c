// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/packet/reader.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int reader_fail(struct reader *r, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(r->error->text, sizeof(r->error->text), format, arguments);
	va_end(arguments);
	r->error->column = (unsigned)(r->token.text - r->line) + 1;
	return -EINVAL;
}

struct reader *reader_at_word(struct reader *r)
{
	r->token = r->word;
	return r;
}

void reader_next(struct reader *r)
{
	const char *at = r->rest + strspn(r->rest, " \t\n");

	r->token = (struct token){.text = at};
	if (*at && strchr("()>", *at))
		r->token.length = 1;
	else if (*at != '#')
		r->token.length = strcspn(at, " \t\n()>");
	r->rest = at + r->token.length;
}

bool token_is(const struct reader *r, const char *word)
{
	return r->token.length == strlen(word) && memcmp(r->token.text, word, r->token.length) == 0;
}

bool digits_read(const char *text, size_t length, int64_t *ret)
{
	char copy[24], *end;
	long long value;

	if (length == 0 || length >= sizeof(copy) || !isdigit((unsigned char)text[0]))
		return false;
	memcpy(copy, text, length);
	copy[length] = '\0';
	value = strtoll(copy, &end, copy[0] == '0' && copy[1] == 'x' ? 16 : 10);
	if (*end)
		return false;
	*ret = value;
	return true;
}

/* Reads the token as a number from 0 to max and moves on. */
int reader_number(struct reader *r, const char *what, int64_t max, int64_t *ret)
{
	int64_t value;

	if (r->token.length == 0)
		return reader_fail(r, "%s needs a number", what);
	if (!digits_read(r->token.text, r->token.length, &value))
		return reader_fail(r, "%s: \"%.*s\" is no number (decimal, or hexadecimal after 0x)", what,
				   TOKEN(r));
	if (value > max)
		return reader_fail(r, "%s: %.*s is beyond %lld", what, TOKEN(r), (long long)max);
	reader_next(r);
	*ret = value;
	return 0;
}

const struct name *name_find(const struct reader *r, const struct name_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		if (token_is(r, list->names[i].name))
			return &list->names[i];
	}
	return NULL;
}

int reader_name(struct reader *r, const char *what, const struct name_list *list, int64_t max, int64_t *ret)
{
	const struct name *name = name_find(r, list);

	if (!name)
		return reader_number(r, what, max, ret);
	reader_next(r);
	*ret = name->number;
	return 0;
}

static int hex_digit(char digit)
{
	if (isdigit((unsigned char)digit))
		return digit - '0';
	digit = (char)tolower((unsigned char)digit);
	return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

/* Appends the token's digits, two a byte, `:` between them allowed. */
int reader_hex(struct reader *r, struct octets *octets)
{
	uint8_t *more = realloc(octets->bytes, octets->count + r->token.length / 2 + 1);
	int high = -1;

	if (!more)
		return -ENOMEM;
	octets->bytes = more;
	for (size_t i = 0; i < r->token.length; i++) {
		int digit = hex_digit(r->token.text[i]);

		if (r->token.text[i] == ':' && high < 0)
			continue;
		if (digit < 0)
			return reader_fail(r, "\"%.*s\" is not made of hexadecimal digits", TOKEN(r));
		if (high >= 0)
			more[octets->count++] = (uint8_t)(high << 4 | digit);
		high = high >= 0 ? -1 : digit;
	}
	if (high >= 0)
		return reader_fail(r, "an odd number of hexadecimal digits");
	reader_next(r);
	return 0;
}
