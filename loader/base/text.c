// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "base/text.h"

#include <stddef.h>

/* Sequences of UTF-8 by all bytes but the last, and from which to which that one goes. */
static const struct {
	unsigned char lead[2];
	unsigned char length; /* of lead */
	unsigned char first, last;
} harmful[] = {
	{{0xc2}, 1, 0x80, 0x9f},       /* U+0080 to U+009F: controls of 8 bits */
	{{0xd8}, 1, 0x9c, 0x9c},       /* U+061C: Arabic letter mark */
	{{0xe2, 0x80}, 2, 0x8e, 0x8f}, /* U+200E, U+200F: marks */
	{{0xe2, 0x80}, 2, 0xa8, 0xae}, /* U+2028 to U+202E: separators, embeddings, overrides */
	{{0xe2, 0x81}, 2, 0xa6, 0xa9}, /* U+2066 to U+2069: isolates */
};

/* How many of the next bytes are to be escaped; 0: none. The NUL at the end matches nothing. */
static size_t harmful_length(const unsigned char *text)
{
	if (*text < 0x20 || *text == 0x7f)
		return 1;
	for (size_t i = 0; i < sizeof(harmful) / sizeof(harmful[0]); i++) {
		size_t length = harmful[i].length;

		if (text[0] == harmful[i].lead[0] && (length == 1 || text[1] == harmful[i].lead[1]) &&
		    text[length] >= harmful[i].first && text[length] <= harmful[i].last)
			return length + 1;
	}
	return 0;
}

void text_print(const char *text, FILE *out)
{
	const unsigned char *at = (const unsigned char *)text;

	while (*at) {
		size_t length = harmful_length(at);

		if (!length)
			fputc(*at++, out);
		for (; length; length--)
			fprintf(out, "\\x%02x", *at++);
	}
}
