// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/ports.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/harness/ruleset.h"

/* The ports of a text, as the fewest ranges. */
static void merged_expect(const char *given, const char *wanted)
{
	struct port_list ports = {0}, again = {0};
	char text[256] = "", one[PORT_RANGE_TEXT_SIZE];
	struct port_set set;

	ports_add(&ports, given);
	port_set_fill(&ports, &set);
	assert_int_equal(port_set_list(&set, &again), 0);
	for (size_t i = 0; i < again.count; i++) {
		port_range_format(&again.list[i], one);
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s%s", i ? " " : "", one);
	}
	assert_string_equal(text, wanted);
	free(ports.list);
	free(again.list);
}

static void ranges_are_merged_and_sorted(void **state)
{
	(void)state;
	merged_expect("5100 5060 5061 5060-5062", "5060-5062 5100");
	merged_expect("", "");
}

static void both_ends_are_kept(void **state)
{
	(void)state;
	merged_expect("65535 1", "1 65535");
	merged_expect("1-65535", "1-65535");
}

static void runs_end_at_word_borders_and_beside_them(void **state)
{
	(void)state;
	merged_expect("63 64 127-128 191 193 255-320", "63-64 127-128 191 193 255-320");
}

/* A long list is counted, a short one marked: both say the same. */
static void long_and_short_lists_agree(void **state)
{
	struct dice dice = {.state = 3};

	(void)state;
	for (int i = 0; i < 50; i++) {
		struct port_set one_by_one = {{0}}, filled;
		struct port_list ports = {0};
		char text[32];

		for (int range = 0; range < 100; range++) {
			uint32_t first = 1 + dice_below(&dice, 65535);

			snprintf(text, sizeof(text), "%u-%u", first,
				 first + dice_below(&dice, 65536 - first) / 50);
			ports_add(&ports, text);
			port_set_add_range(&one_by_one, &ports.list[range]);
		}
		port_set_fill(&ports, &filled);
		assert_memory_equal(&filled, &one_by_one, sizeof(filled));
		free(ports.list);
	}
}

static void a_search_finds_the_run_it_stands_in(void **state)
{
	struct port_range run;
	struct port_set set = {{0}};

	(void)state;
	port_set_add_range(&set, &(struct port_range){.first = 100, .last = 200});
	assert_true(port_set_next(&set, 0, &run));
	assert_int_equal(run.first, 100);
	assert_true(port_set_next(&set, 150, &run));
	assert_int_equal(run.first, 150);
	assert_int_equal(run.last, 200);
	assert_false(port_set_next(&set, 201, &run));
	assert_false(port_set_next(&set, 65536, &run));
}

static void a_range_meets_a_set_in_its_first_port_there(void **state)
{
	struct port_set set = {{0}};
	uint16_t port = 7;

	(void)state;
	port_set_add_range(&set, &(struct port_range){.first = 100, .last = 200});
	assert_false(port_set_meets(&set, &(struct port_range){.first = 1, .last = 99}, &port));
	assert_false(port_set_meets(&set, &(struct port_range){.first = 201, .last = 65535}, &port));
	assert_int_equal(port, 7);
	assert_true(port_set_meets(&set, &(struct port_range){.first = 1, .last = 100}, &port));
	assert_int_equal(port, 100);
	assert_true(port_set_meets(&set, &(struct port_range){.first = 200, .last = 65535}, &port));
	assert_int_equal(port, 200);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ranges_are_merged_and_sorted),
		cmocka_unit_test(both_ends_are_kept),
		cmocka_unit_test(runs_end_at_word_borders_and_beside_them),
		cmocka_unit_test(long_and_short_lists_agree),
		cmocka_unit_test(a_search_finds_the_run_it_stands_in),
		cmocka_unit_test(a_range_meets_a_set_in_its_first_port_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
