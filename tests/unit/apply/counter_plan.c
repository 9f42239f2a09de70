// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "apply/counter_plan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* What rules need of themselves: their services' names; the arguments end with NULL. */
static struct rules *rules_of(const char *first, ...)
{
	struct rules *rules = calloc(1, sizeof(*rules));
	va_list names;

	va_start(names, first);
	for (const char *name = first; name; name = va_arg(names, const char *))
		snprintf(rules->service[rules->header.services++].name, SERVICE_NAME_SIZE, "%s", name);
	va_end(names);
	return rules;
}

static void name_set(struct counter_names *names, unsigned int id, const char *name)
{
	snprintf(names->name[id], SERVICE_NAME_SIZE, "%s", name);
}

static void plan(const struct counter_names *names, const struct rules *live, const struct rules *previous,
		 struct rules *rules, struct counter_plan *ret)
{
	const struct rules *const used[2] = {live, previous};

	counter_plan_make(names, used, rules, ret);
}

static void first_rules_get_ids_from_one_up(void **state)
{
	const struct counter_names names = {};
	struct rules *rules = rules_of("sip", "tls", NULL);
	struct counter_plan p;

	(void)state;
	plan(&names, NULL, NULL, rules, &p);
	assert_int_equal(rules->counter[0], 1);
	assert_int_equal(rules->counter[1], 2);
	assert_int_equal(p.grants, 2);
	assert_string_equal(p.grant[1].name, "tls");
	assert_string_equal(p.grant[1].former, "");
	free(rules);
}

static void a_name_keeps_its_id_wherever_it_moves(void **state)
{
	struct counter_names names = {};
	struct rules *rules = rules_of("new", "tls", "sip", NULL);
	struct counter_plan p;

	(void)state;
	name_set(&names, 1, "sip");
	name_set(&names, 2, "tls");
	plan(&names, NULL, NULL, rules, &p);
	assert_int_equal(rules->counter[0], 3);
	assert_int_equal(rules->counter[1], 2);
	assert_int_equal(rules->counter[2], 1);
	assert_int_equal(p.grants, 1);
	free(rules);
}

static void a_name_that_was_taken_out_finds_its_counters_again(void **state)
{
	struct counter_names names = {};
	struct rules *live = rules_of("tls", NULL), *rules = rules_of("sip", NULL);
	struct counter_plan p;

	(void)state;
	name_set(&names, 9, "sip");
	name_set(&names, 4, "tls");
	plan(&names, live, NULL, rules, &p);
	assert_int_equal(rules->counter[0], 9);
	assert_int_equal(p.grants, 0);
	free(live);
	free(rules);
}

static void a_name_of_the_longest_length_is_told_from_its_prefix(void **state)
{
	struct counter_names names = {};
	struct rules *rules =
		rules_of("a234567890123456789012345678901", "a23456789012345678901234567890", NULL);
	struct counter_plan p;

	(void)state;
	plan(&names, NULL, NULL, rules, &p);
	assert_int_not_equal(rules->counter[0], rules->counter[1]);
	free(rules);
}

static void names_fill(struct counter_names *names)
{
	for (unsigned int id = 1; id < SERVICE_COUNTERS_MAX; id++)
		snprintf(names->name[id], SERVICE_NAME_SIZE, "old-%u", id);
}

static void when_all_are_taken_an_id_without_rules_is_reused(void **state)
{
	struct counter_names names = {};
	struct rules *live = rules_of("old-1", NULL), *previous = rules_of("old-2", NULL);
	struct rules *rules = rules_of("new", "old-3", NULL);
	struct counter_plan p;

	(void)state;
	names_fill(&names);
	plan(&names, live, previous, rules, &p);
	assert_int_equal(rules->counter[0], 4);
	assert_int_equal(rules->counter[1], 3);
	assert_int_equal(p.grants, 1);
	assert_string_equal(p.grant[0].former, "old-4");
	free(live);
	free(previous);
	free(rules);
}

static void three_full_rule_sets_never_share_an_id(void **state)
{
	struct counter_names names = {};
	struct rules *set[3];
	struct counter_plan p;
	int seen[SERVICE_COUNTERS_MAX] = {};

	(void)state;
	names_fill(&names);
	for (unsigned int i = 0; i < 3; i++) {
		set[i] = rules_of(NULL, NULL);
		set[i]->header.services = SERVICES_MAX;
		for (unsigned int s = 0; s < SERVICES_MAX; s++)
			snprintf(set[i]->service[s].name, SERVICE_NAME_SIZE, "set-%u-%u", i, s);
		plan(&names, i > 0 ? set[i - 1] : NULL, i > 1 ? set[i - 2] : NULL, set[i], &p);
		for (unsigned int g = 0; g < p.grants; g++)
			name_set(&names, p.grant[g].id, p.grant[g].name);
	}
	for (unsigned int i = 0; i < 3; i++) {
		for (unsigned int s = 0; s < SERVICES_MAX; s++) {
			assert_in_range(set[i]->counter[s], 1, SERVICE_COUNTERS_MAX - 1);
			assert_int_equal(seen[set[i]->counter[s]]++, 0);
		}
		free(set[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(first_rules_get_ids_from_one_up),
		cmocka_unit_test(a_name_keeps_its_id_wherever_it_moves),
		cmocka_unit_test(a_name_that_was_taken_out_finds_its_counters_again),
		cmocka_unit_test(a_name_of_the_longest_length_is_told_from_its_prefix),
		cmocka_unit_test(when_all_are_taken_an_id_without_rules_is_reused),
		cmocka_unit_test(three_full_rule_sets_never_share_an_id),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
