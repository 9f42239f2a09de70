// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/duration.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void lasts(const char *text, uint32_t seconds)
{
	struct complaint why;
	uint32_t got;

	assert_int_equal(duration_parse(slice_of(text), &got, &why), 0);
	assert_int_equal(got, seconds);
}

static void is_wrong(const char *text, const char *word)
{
	struct complaint why;
	uint32_t got;

	assert_int_equal(duration_parse(slice_of(text), &got, &why), -EINVAL);
	if (!strstr(why.text, word))
		fail_msg("'%s': %s", text, why.text);
}

static void durations_have_one_number_and_one_unit(void **state)
{
	(void)state;
	lasts("90s", 90);
	lasts("5m", 300);
	lasts("2h", 7200);
	lasts("1d", 86400);
}

static void durations_are_10_seconds_to_7_days(void **state)
{
	(void)state;
	lasts("10s", 10);
	lasts("604800s", 604800);
	lasts("10080m", 604800);
	lasts("168h", 604800);
	lasts("7d", 604800);
	is_wrong("9s", "out of range");
	is_wrong("0d", "out of range");
	is_wrong("604801s", "out of range");
	is_wrong("8d", "out of range");
	is_wrong("4294967295d", "out of range");
	is_wrong("99999999999999999999s", "out of range");
}

static void a_duration_without_unit_is_asked_for_seconds(void **state)
{
	struct complaint why;
	uint32_t got;

	(void)state;
	assert_int_equal(duration_parse(slice_of("90"), &got, &why), -EINVAL);
	assert_string_equal(why.suggestion, "90s");
}

static void other_texts_are_no_durations(void **state)
{
	static const char *const texts[] = {"",	    "s",  "1h30m", "5 m",  "5m ",   "-5m",
					    "1.5h", "5M", "5w",	   "5min", "never", "1_0s"};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		is_wrong(texts[i], "no duration");
	is_wrong("05m", "zero");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(durations_have_one_number_and_one_unit),
		cmocka_unit_test(durations_are_10_seconds_to_7_days),
		cmocka_unit_test(a_duration_without_unit_is_asked_for_seconds),
		cmocka_unit_test(other_texts_are_no_durations),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
