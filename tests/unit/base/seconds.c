// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "base/seconds.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void digits_and_a_point_are_seconds(void **state)
{
	double seconds = 0;

	(void)state;
	assert_int_equal(seconds_parse("2.5", 0.1, 86400, &seconds), 0);
	assert_true(seconds == 2.5);
	assert_int_equal(seconds_parse("86400", 0.1, 86400, &seconds), 0);
	assert_true(seconds == 86400);
}

static void anything_else_is_refused_and_leaves_the_result(void **state)
{
	static const char *const texts[] = {"",	   ".",	 "1e3", "-1", "+1",   "0x10", "inf",
					    "nan", "1s", " 1",	"1 ", "1..2", "0",    "86400.1"};
	double seconds = 7;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_int_equal(seconds_parse(texts[i], 0.1, 86400, &seconds), -EINVAL);
	assert_true(seconds == 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(digits_and_a_point_are_seconds),
		cmocka_unit_test(anything_else_is_refused_and_leaves_the_result),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
