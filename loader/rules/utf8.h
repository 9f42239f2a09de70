/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * UTF-8 (RFC 3629) as it comes from strangers: decoding that never runs over the end, and what of it may be shown.
 */
#ifndef UCGATE_RULES_UTF8_H
#define UCGATE_RULES_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	UTF8_SIZE = 4,		 /* bytes of a character, at most */
	UTF8_SHOWN_SIZE = 11,	 /* of utf8_show() and its NUL: \U0010ffff */
	UTF8_INVALID = 0x110000, /* instead of a code point: one byte that begins none */
};

/* Decodes the character at the start of text (length > 0). Returns how many bytes it has; 1 for an invalid byte. */
size_t utf8_decode(const char *text, size_t length, uint32_t *ret_code);

/* Writes a code point. Returns how many bytes; no NUL is added. */
size_t utf8_encode(uint32_t code, char ret[UTF8_SIZE]);

/*
 * How the character at the start of text is shown: as it is, or escaped where it could move the cursor, turn the
 * direction of writing, hide, or is no character: \t \x1b \xff (an invalid byte) \u202e \U000e0001.
 * Returns how many bytes of text it takes, and how many columns it is wide.
 */
size_t utf8_show(const char *text, size_t length, char ret[UTF8_SHOWN_SIZE], size_t *ret_width);

#endif
