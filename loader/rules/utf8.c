// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/utf8.h"

#include <stdio.h>
#include <string.h>

/* Bytes of a sequence by its first byte; 0: begins none. */
static size_t sequence_length(unsigned char first)
{
	if (first < 0x80)
		return 1;
	if (first < 0xc2)
		return 0;
	if (first < 0xe0)
		return 2;
	if (first < 0xf0)
		return 3;
	return first < 0xf5 ? 4 : 0;
}

size_t utf8_decode(const char *text, size_t length, uint32_t *ret_code)
{
	static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
	const unsigned char *bytes = (const unsigned char *)text;
	size_t size = sequence_length(bytes[0]);
	uint32_t code;

	*ret_code = UTF8_INVALID;
	if (size == 1)
		*ret_code = bytes[0];
	if (size <= 1 || size > length)
		return 1;
	code = bytes[0] & (0x7f >> size);
	for (size_t i = 1; i < size; i++) {
		if ((bytes[i] & 0xc0) != 0x80)
			return 1;
		code = code << 6 | (bytes[i] & 0x3f);
	}
	if (code < smallest[size] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
		return 1;
	*ret_code = code;
	return size;
}

size_t utf8_encode(uint32_t code, char ret[UTF8_SIZE])
{
	static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
	size_t size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;

	for (size_t i = size - 1; i > 0; i--, code >>= 6)
		ret[i] = (char)(0x80 | (code & 0x3f));
	ret[0] = (char)(size == 1 ? code : lead[size] | code);
	return size;
}

static bool code_shown(uint32_t code)
{
	/* Controls, what turns or joins the writing, what has no width, what is no character. */
	static const struct {
		uint32_t first, last;
	} hidden[] = {
		{0x0, 0x1f},	  {0x7f, 0x9f},	      {0xad, 0xad},
		{0x61c, 0x61c},	  {0x180e, 0x180e},   {0x200b, 0x200f},
		{0x2028, 0x202e}, {0x2060, 0x206f},   {0xd800, 0xf8ff},
		{0xfe00, 0xfe0f}, {0xfeff, 0xfeff},   {0xfff0, 0xfffb},
		{0xfffe, 0xffff}, {0xe0000, 0xe0fff}, {UTF8_INVALID, UTF8_INVALID},
	};

	for (size_t i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++)
		if (code >= hidden[i].first && code <= hidden[i].last)
			return false;
	return true;
}

size_t utf8_show(const char *text, size_t length, char ret[UTF8_SHOWN_SIZE], size_t *ret_width)
{
	uint32_t code;
	size_t size = utf8_decode(text, length, &code);

	if (code_shown(code)) {
		memcpy(ret, text, size);
		ret[size] = '\0';
		*ret_width = 1;
		return size;
	}
	if (code == '\t')
		strcpy(ret, "\\t");
	else if (code == UTF8_INVALID || code < 0x80)
		snprintf(ret, UTF8_SHOWN_SIZE, "\\x%02x", (unsigned char)text[0]);
	else
		snprintf(ret, UTF8_SHOWN_SIZE, code < 0x10000 ? "\\u%04x" : "\\U%08x", (unsigned int)code);
	*ret_width = strlen(ret);
	return size;
}
