// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/stats/number.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static void expect_number(uint64_t count, double seconds, bool exact, const char *expected)
{
	char text[NUMBER_SIZE];

	number_format(count, seconds, exact, text);
	assert_string_equal(text, expected);
}

static void counts_have_three_digits_and_a_unit(void **state)
{
	(void)state;
	expect_number(0, 0, false, "-");
	expect_number(7, 0, false, "7");
	expect_number(999, 0, false, "999");
	expect_number(1000, 0, false, "1.0k");
	expect_number(12345, 0, false, "12.3k");
	expect_number(123456, 0, false, "123k");
	expect_number(1500000, 0, false, "1.5M");
	expect_number(2000000000, 0, false, "2.0G");
	expect_number(3000000000000, 0, false, "3.0T");
	expect_number(4000000000000000, 0, false, "4.0P");
	expect_number(UINT64_MAX, 0, false, "18.4E");
}

static void rounding_never_shows_a_thousand_of_a_unit(void **state)
{
	(void)state;
	expect_number(99949, 0, false, "99.9k");
	expect_number(99951, 0, false, "100k");
	expect_number(999499, 0, false, "999k");
	expect_number(999500, 0, false, "1.0M");
	expect_number(999999999, 0, false, "1.0G");
}

static void exact_counts_have_all_digits(void **state)
{
	(void)state;
	expect_number(0, 0, true, "0");
	expect_number(UINT64_MAX, 0, true, "18446744073709551615");
}

static void rates_are_per_second(void **state)
{
	(void)state;
	expect_number(0, 2, false, "-");
	expect_number(5, 2, false, "2.5");
	expect_number(1998, 2, false, "999");
	expect_number(2000, 2, false, "1.0k");
	expect_number(5, 2, true, "2.5");
	expect_number(2000, 2, true, "1000.0");
}

static void expect_age(uint64_t seconds, const char *expected)
{
	char text[AGE_SIZE];

	age_format(seconds, text);
	assert_string_equal(text, expected);
}

static void an_age_has_its_two_largest_units(void **state)
{
	(void)state;
	expect_age(0, "0s");
	expect_age(59, "59s");
	expect_age(60, "1m 0s");
	expect_age(3599, "59m 59s");
	expect_age(3600, "1h 0m");
	expect_age(86399, "23h 59m");
	expect_age(86400 * 40 + 3600 * 5 + 59, "40d 5h");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_have_three_digits_and_a_unit),
		cmocka_unit_test(rounding_never_shows_a_thousand_of_a_unit),
		cmocka_unit_test(exact_counts_have_all_digits),
		cmocka_unit_test(rates_are_per_second),
		cmocka_unit_test(an_age_has_its_two_largest_units),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
