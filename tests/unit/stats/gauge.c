// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/stats/gauge.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static void a_spark_is_as_high_as_its_share_of_the_highest(void **state)
{
	static const double values[] = {0, 0.001, 10, 20, 40, 60, 80};
	char spark[GAUGE_SIZE];

	(void)state;
	spark_format(values, 7, true, spark);
	assert_string_equal(spark, " ▁▁▂▄▆█");
	spark_format(values, 7, false, spark);
	assert_string_equal(spark, " ...:+#");
}

static void nothing_at_all_is_blank(void **state)
{
	static const double values[] = {0, 0, NAN};
	char spark[GAUGE_SIZE];

	(void)state;
	spark_format(values, 3, true, spark);
	assert_string_equal(spark, "   ");
	spark_format(values, 0, true, spark);
	assert_string_equal(spark, "");
}

static void expect_bar(double share, const char *unicode, const char *ascii)
{
	char bar[GAUGE_SIZE];

	bar_format(share, 4, true, bar);
	assert_string_equal(bar, unicode);
	bar_format(share, 4, false, bar);
	assert_string_equal(bar, ascii);
}

static void a_bar_is_as_long_as_its_share(void **state)
{
	(void)state;
	expect_bar(0, "░░░░", "....");
	expect_bar(0.5, "██░░", "##..");
	expect_bar(0.6, "██▍░", "##..");
	expect_bar(1, "████", "####");
	expect_bar(7, "████", "####");
}

static void a_little_is_more_than_nothing(void **state)
{
	(void)state;
	expect_bar(0.00001, "▏░░░", "....");
}

static void the_longest_fits(void **state)
{
	double values[GAUGE_MAX];
	char text[GAUGE_SIZE];

	(void)state;
	for (int i = 0; i < GAUGE_MAX; i++)
		values[i] = 1;
	spark_format(values, GAUGE_MAX, true, text);
	bar_format(1, GAUGE_MAX, true, text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_spark_is_as_high_as_its_share_of_the_highest),
		cmocka_unit_test(nothing_at_all_is_blank),
		cmocka_unit_test(a_bar_is_as_long_as_its_share),
		cmocka_unit_test(a_little_is_more_than_nothing),
		cmocka_unit_test(the_longest_fits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
