// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/nearest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static unsigned int distance(const char *word, const char *known)
{
	return word_distance(slice_of(word), known);
}

static void case_and_dashes_are_no_mistakes(void **state)
{
	(void)state;
	assert_int_equal(distance("Services", "services"), 0);
	assert_int_equal(distance("local-ports", "local_ports"), 0);
}

static void each_mistake_counts_one(void **state)
{
	(void)state;
	assert_int_equal(distance("upd", "udp"), 1);
	assert_int_equal(distance("servics", "services"), 1);
	assert_int_equal(distance("serviices", "services"), 1);
	assert_int_equal(distance("servises", "services"), 1);
	assert_int_equal(distance("servcies", "services"), 1);
	assert_int_equal(distance("direktoin", "direction"), 2);
}

static void words_of_other_letters_are_far(void **state)
{
	(void)state;
	assert_int_equal(distance("foo", "udp"), NEAREST_FAR);
	assert_int_equal(distance("colour", "mode"), NEAREST_FAR);
	assert_int_equal(distance("", "tcp"), NEAREST_FAR);
	assert_int_equal(distance("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "tcp"), NEAREST_FAR);
}

static void a_part_of_a_word_is_near_but_less_than_a_mistake(void **state)
{
	(void)state;
	assert_in_range(distance("desc", "description"), 3, NEAREST_FAR - 1);
	assert_in_range(distance("udp_ports", "udp"), 3, NEAREST_FAR - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(case_and_dashes_are_no_mistakes),
		cmocka_unit_test(each_mistake_counts_one),
		cmocka_unit_test(words_of_other_letters_are_far),
		cmocka_unit_test(a_part_of_a_word_is_near_but_less_than_a_mistake),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
