// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/rate.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void is_rate(const char *text, uint32_t packets, uint32_t period_s, uint32_t burst)
{
	struct complaint why;
	struct rate rate;

	if (rate_parse(slice_of(text), &rate, &why) < 0)
		fail_msg("'%s': %s", text, why.text);
	assert_int_equal(rate.packets, packets);
	assert_int_equal(rate.period_s, period_s);
	assert_int_equal(rate.burst, burst);
}

static void is_wrong(const char *text, const char *word)
{
	struct complaint why;
	struct rate rate;

	assert_int_equal(rate_parse(slice_of(text), &rate, &why), -EINVAL);
	if (!strstr(why.text, word))
		fail_msg("'%s': %s", text, why.text);
}

static void rates_are_a_second_or_a_minute(void **state)
{
	(void)state;
	is_rate("50/s", 50, 1, 50);
	is_rate("600/m", 600, 60, 600);
	is_wrong("50/h", "a second or a minute");
	is_wrong("50/S", "a second or a minute");
	is_wrong("50/", "a second or a minute");
	is_wrong("50/sec", "a second or a minute");
}

static void a_burst_is_the_number_before_the_slash_unless_given(void **state)
{
	(void)state;
	is_rate("50/s burst 100", 50, 1, 100);
	is_rate("600/m burst 1", 600, 60, 1);
	is_rate("1/m", 1, 60, 1);
}

static void rate_and_burst_are_1_to_10_million(void **state)
{
	(void)state;
	is_rate("10000000/s burst 10000000", 10000000, 1, 10000000);
	is_rate("1/s burst 1", 1, 1, 1);
	is_wrong("0/s", "out of range");
	is_wrong("10000001/s", "out of range");
	is_wrong("4294967297/s", "out of range");
	is_wrong("1/s burst 0", "out of range");
	is_wrong("1/s burst 10000001", "out of range");
	is_wrong("01/s", "zero");
	is_wrong("1/s burst 01", "zero");
}

static void one_blank_stands_on_each_side_of_burst_and_nowhere_else(void **state)
{
	static const char *const texts[] = {"50 /s",	     "50/ s",		" 50/s",
					    "50/s ",	     "50/s  burst 100", "50/s burst  100",
					    "50/s burst100", "50/sburst 100",	"50/s burst 100 ",
					    "50/s burst",    "50/s burst ",	"50/s Burst 1"};
	struct complaint why;
	struct rate rate;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (rate_parse(slice_of(texts[i]), &rate, &why) != -EINVAL)
			fail_msg("'%s' was taken", texts[i]);
}

static void a_bare_number_is_asked_for_its_period(void **state)
{
	struct complaint why;
	struct rate rate;

	(void)state;
	assert_int_equal(rate_parse(slice_of("50"), &rate, &why), -EINVAL);
	assert_string_equal(why.suggestion, "50/s");
}

static void other_texts_are_no_rates(void **state)
{
	static const char *const texts[] = {"",	    "/",     "/s",    "s",     "-1/s",
					    "+1/s", "1.5/s", "1e3/s", "0x5/s", "fast"};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		is_wrong(texts[i], "no rate");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rates_are_a_second_or_a_minute),
		cmocka_unit_test(a_burst_is_the_number_before_the_slash_unless_given),
		cmocka_unit_test(rate_and_burst_are_1_to_10_million),
		cmocka_unit_test(one_blank_stands_on_each_side_of_burst_and_nowhere_else),
		cmocka_unit_test(a_bare_number_is_asked_for_its_period),
		cmocka_unit_test(other_texts_are_no_rates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
