// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/slice.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static void numbers_are_decimal_without_sign_or_leading_zero(void **state)
{
	static const char *const wrong[] = {"",	  "-1",	 "+1",	"01",	      "00",	    " 1",
					    "1 ", "0x1", "1e3", "4294967296", "99999999999"};
	unsigned int number;

	(void)state;
	assert_true(slice_number(slice_of("0"), &number));
	assert_int_equal(number, 0);
	assert_true(slice_number(slice_of("4294967295"), &number));
	assert_true(number == UINT32_MAX);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_false(slice_number(slice_of(wrong[i]), &number));
}

static void a_quote_is_escaped_and_cut_to_60_columns(void **state)
{
	char sixty[61], longer[100];

	(void)state;
	memset(sixty, 'a', sizeof(sixty) - 1);
	sixty[60] = '\0';
	memset(longer, 'b', sizeof(longer) - 1);
	longer[99] = '\0';
	assert_string_equal(QUOTED(slice_of("a\x1b")), "a\\x1b");
	assert_string_equal(QUOTED(slice_of(sixty)), sixty);
	assert_int_equal(strlen(QUOTED(slice_of(longer))), 60);
	assert_true(slice_has_suffix(slice_of(QUOTED(slice_of(longer))), "b..."));
}

static void a_quote_is_never_cut_inside_a_character_or_an_escape(void **state)
{
	char wide[4 * 70 + 1] = "", controls[71];

	(void)state;
	for (int i = 0; i < 70; i++)
		strcat(wide, "\xf0\x9f\x98\x80");
	memset(controls, 1, sizeof(controls) - 1);
	controls[70] = '\0';
	assert_int_equal(strlen(QUOTED(slice_of(wide))), 57 * 4 + 3);
	assert_true(slice_has_suffix(slice_of(QUOTED(slice_of(controls))), "\\x01..."));
}

static void pieces_are_found_without_a_nul_at_the_end(void **state)
{
	struct slice slice = {"10.0.0.0/8 and more", 10};

	(void)state;
	assert_int_equal(slice_find(slice, '/'), 8);
	assert_int_equal(slice_find(slice, 'a'), slice.length);
	assert_true(slice_is(slice_from(slice, 9), "8"));
	assert_true(slice_has_suffix(slice, "/8"));
	assert_false(slice_has_prefix((struct slice){"ab", 1}, "ab"));
	assert_false(slice_digits((struct slice){"", 0}));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_decimal_without_sign_or_leading_zero),
		cmocka_unit_test(a_quote_is_escaped_and_cut_to_60_columns),
		cmocka_unit_test(a_quote_is_never_cut_inside_a_character_or_an_escape),
		cmocka_unit_test(pieces_are_found_without_a_nul_at_the_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
