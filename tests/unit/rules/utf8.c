// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void decodes(const char *text, size_t length, uint32_t code, size_t size)
{
	uint32_t got;

	assert_int_equal(utf8_decode(text, length, &got), size);
	assert_int_equal(got, code);
}

static void characters_of_every_length_are_decoded(void **state)
{
	(void)state;
	decodes("a", 1, 'a', 1);
	decodes("\xc3\xa4x", 3, 0xe4, 2);
	decodes("\xe2\x82\xac", 3, 0x20ac, 3);
	decodes("\xf0\x9f\x98\x80", 4, 0x1f600, 4);
	decodes("\xf4\x8f\xbf\xbf", 4, 0x10ffff, 4);
}

static void what_is_no_utf8_is_one_invalid_byte(void **state)
{
	static const struct {
		const char *text;
		size_t length;
	} cases[] = {
		{"\x80", 1},
		{"\xc0\xaf", 2},
		{"\xc1\xbf", 2},
		{"\xe0\x80\x80", 3},
		{"\xed\xa0\x80", 3},
		{"\xf0\x80\x80\x80", 4},
		{"\xf4\x90\x80\x80", 4},
		{"\xf5\x80\x80\x80", 4},
		{"\xff", 1},
		{"\xe2\x82", 2},
		{"\xc3", 1},
		{"\xc3\x28", 2},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		decodes(cases[i].text, cases[i].length, UTF8_INVALID, 1);
}

static void every_code_point_comes_back(void **state)
{
	char bytes[UTF8_SIZE];

	(void)state;
	for (uint32_t code = 0; code < 0x110000; code++) {
		uint32_t again;
		size_t size;

		if (code >= 0xd800 && code <= 0xdfff)
			continue;
		size = utf8_encode(code, bytes);
		assert_int_equal(utf8_decode(bytes, size, &again), size);
		assert_int_equal(again, code);
	}
}

static void shown_as(const char *text, size_t length, const char *expected)
{
	char shown[UTF8_SHOWN_SIZE];
	size_t width;

	assert_int_equal(utf8_show(text, length, shown, &width), length);
	assert_string_equal(shown, expected);
}

static void what_could_mislead_is_escaped(void **state)
{
	(void)state;
	shown_as("\t", 1, "\\t");
	shown_as("\0", 1, "\\x00");
	shown_as("\x1b", 1, "\\x1b");
	shown_as("\x7f", 1, "\\x7f");
	shown_as("\xff", 1, "\\xff");
	shown_as("\xc2\x85", 2, "\\u0085");
	shown_as("\xd8\x9c", 2, "\\u061c");
	shown_as("\xe2\x80\x8e", 3, "\\u200e");
	shown_as("\xe2\x80\xae", 3, "\\u202e");
	shown_as("\xe2\x81\xa6", 3, "\\u2066");
	shown_as("\xf3\xa0\x80\x81", 4, "\\U000e0001");
}

static void letters_of_the_world_are_shown(void **state)
{
	(void)state;
	shown_as("a", 1, "a");
	shown_as("\xc3\xa4", 2, "\xc3\xa4");
	shown_as("\xd7\x90", 2, "\xd7\x90");
	shown_as("\xf0\x9f\x98\x80", 4, "\xf0\x9f\x98\x80");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(characters_of_every_length_are_decoded),
		cmocka_unit_test(what_is_no_utf8_is_one_invalid_byte),
		cmocka_unit_test(every_code_point_comes_back),
		cmocka_unit_test(what_could_mislead_is_escaped),
		cmocka_unit_test(letters_of_the_world_are_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
