/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A piece of text that somebody else owns, without a NUL at its end.
 */
#ifndef UCGATE_RULES_SLICE_H
#define UCGATE_RULES_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct slice {
	const char *start;
	size_t length;
};

enum { QUOTE_SIZE = 264 /* of slice_quote(): 60 columns of at most 4 bytes, dots and NUL */ };

/*
 * The text as a message may show it: escaped (utf8_show()) and cut to 60 columns. A message that quotes several takes
 * QUOTED(), which brings its own room.
 */
const char *slice_quote(struct slice slice, char ret[QUOTE_SIZE]);
#define QUOTED(slice) slice_quote(slice, (char[QUOTE_SIZE]){0})

/* A decimal number without sign or leading zero, at most 4294967295. False: it is none, or a larger one. */
bool slice_number(struct slice slice, unsigned int *ret);

/* Only digits, and at least one. */
bool slice_digits(struct slice slice);

/* A copy with a NUL, or NULL without memory. */
char *slice_dup(struct slice slice);

static inline struct slice slice_of(const char *text)
{
	return (struct slice){text, strlen(text)};
}

static inline bool slice_equal(struct slice a, struct slice b)
{
	return a.length == b.length && (a.length == 0 || memcmp(a.start, b.start, a.length) == 0);
}

static inline bool slice_is(struct slice slice, const char *text)
{
	return slice_equal(slice, slice_of(text));
}

static inline struct slice slice_from(struct slice slice, size_t offset)
{
	return (struct slice){slice.start + offset, slice.length - offset};
}

/* Where the character first stands; the length when it does not. */
static inline size_t slice_find(struct slice slice, char character)
{
	const char *found = slice.length ? memchr(slice.start, character, slice.length) : NULL;

	return found ? (size_t)(found - slice.start) : slice.length;
}

static inline bool slice_has_prefix(struct slice slice, const char *text)
{
	size_t length = strlen(text);

	return slice.length >= length && memcmp(slice.start, text, length) == 0;
}

static inline bool slice_has_suffix(struct slice slice, const char *text)
{
	size_t length = strlen(text);

	return slice.length >= length && memcmp(slice.start + slice.length - length, text, length) == 0;
}

#endif
