// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/word.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static void all_are(const char *const *words, const char *type)
{
	for (; *words; words++) {
		const char *got = word_type(slice_of(*words));

		if (type ? !got || !strstr(got, type) : got != NULL)
			fail_msg("'%s' is %s", *words, got ? got : "text");
	}
}

static void yes_no_on_off_true_false_are_booleans(void **state)
{
	static const char *const words[] = {"yes",  "Yes",  "YES",  "no",    "No",    "NO",
					    "on",   "On",   "ON",   "off",   "Off",   "OFF",
					    "true", "True", "TRUE", "false", "False", NULL};

	(void)state;
	all_are(words, "boolean");
}

static void y_and_n_and_odd_case_are_text(void **state)
{
	static const char *const words[] = {"y",    "n",   "Y", "N", "yES", "tRUE", "nO",
					    "nULL", "sip", "a", "-", "+",   ".",    NULL};

	(void)state;
	all_are(words, NULL);
}

static void null_and_nothing_are_nothing(void **state)
{
	static const char *const words[] = {"", "~", "null", "Null", "NULL", NULL};

	(void)state;
	all_are(words, "nothing");
}

static void numbers_of_every_base_are_numbers(void **state)
{
	static const char *const words[] = {"0",	 "5060",  "-1",	   "+1",    "05060",
					    "0x1F",	 "0b101", "5_060", "84:20", "1:2:3:4:5:6:7:8",
					    "190:20:30", NULL};

	(void)state;
	all_are(words, "number");
}

static void fractions_are_numbers(void **state)
{
	static const char *const words[] = {"1.5",   "1.",   ".5",	     "-1.5e+3", ".inf",
					    "-.INF", ".nan", "190:20:30.15", NULL};

	(void)state;
	all_are(words, "number");
}

static void dates_and_times_are_what_they_are(void **state)
{
	(void)state;
	assert_string_equal(word_type(slice_of("2024-01-31")), "a date");
	assert_string_equal(word_type(slice_of("2024-01-31T10:20:30Z")), "a time");
	assert_string_equal(word_type(slice_of("2024-1-1 10:20:30.5 +2")), "a time");
	assert_null(word_type(slice_of("2024-1-1")));
	assert_null(word_type(slice_of("1024-65535")));
}

static void what_only_begins_like_a_number_is_text(void **state)
{
	static const char *const words[] = {"5060a", "1.2.3", "10.0.0.0/8", "0xg",  "1:60",	   "84:2x",
					    "- 1",   "1e3",   "08",	    "0:20", "2001:db8::1", NULL};

	(void)state;
	all_are(words, NULL);
}

static void sexagesimal_is_seen_by_hand_as_by_pattern(void **state)
{
	static const char *const words[] = {
		"1:2",	    "84:20",  "1:60",  "0:1", "1:",    ":1",	  "1:2:3:4:5:6:7:8",
		"1:2:3:99", "12_3:4", "1:123", "a:1", "1:2:a", "65535:59"};

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		const char *type = word_type(slice_of(words[i]));
		bool sixty = type && strstr(type, "60");

		/* Addresses have no `_`, and a first group that begins with 0 is none of those that matter. */
		if (words[i][0] == '0' || strchr(words[i], '_'))
			continue;
		if (word_is_sexagesimal(slice_of(words[i])) != sixty)
			fail_msg("%s", words[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(yes_no_on_off_true_false_are_booleans),
		cmocka_unit_test(y_and_n_and_odd_case_are_text),
		cmocka_unit_test(null_and_nothing_are_nothing),
		cmocka_unit_test(numbers_of_every_base_are_numbers),
		cmocka_unit_test(fractions_are_numbers),
		cmocka_unit_test(dates_and_times_are_what_they_are),
		cmocka_unit_test(what_only_begins_like_a_number_is_text),
		cmocka_unit_test(sexagesimal_is_seen_by_hand_as_by_pattern),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
