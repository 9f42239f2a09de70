// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Against the kernel's maps, pinned in a bpffs of the test's own (root; skipped without).
 */
#include "apply/slots.h"
#include "bench.h"

static void first_rules_are_generation_one_without_a_previous(void **state)
{
	struct bench *bench = BENCH(state);
	struct rules *previous;
	struct applied applied;

	apply_named(bench, "sip", &applied);
	assert_true(applied.changed);
	assert_int_equal(applied.generation, 1);
	assert_slot(bench, RULES_LIVE, "sip", MODE_ENFORCE);
	assert_int_equal(rules_slot_read(&bench->pins, bench->maps.rules, RULES_PREVIOUS, &previous),
			 -ENOENT);
}

static void what_was_in_force_becomes_the_previous(void **state)
{
	struct bench *bench = BENCH(state);
	struct applied applied;

	apply_named(bench, "sip", &applied);
	apply_named(bench, "tls", &applied);
	apply_named(bench, "dns", &applied);
	assert_int_equal(applied.generation, 3);
	assert_slot(bench, RULES_LIVE, "dns", MODE_ENFORCE);
	assert_slot(bench, RULES_PREVIOUS, "tls", MODE_ENFORCE);
}

static void the_same_rules_again_change_nothing(void **state)
{
	struct bench *bench = BENCH(state);
	struct applied applied;
	uint32_t before, after;

	apply_named(bench, "sip", &applied);
	assert_int_equal(rules_live_id(&bench->pins, &before), 0);
	apply_named(bench, "sip", &applied);
	assert_false(applied.changed);
	assert_int_equal(applied.generation, 1);
	assert_int_equal(rules_live_id(&bench->pins, &after), 0);
	assert_int_equal(before, after);
}

static void the_same_rules_of_another_file_change_no_more_than_its_name(void **state)
{
	struct bench *bench = BENCH(state);
	_cleanup_free_ struct rules *live = NULL;
	struct applied applied;

	apply_named(bench, "sip", &applied);
	apply_named(bench, "tls", &applied);
	apply_from(bench, "tls", "/rules/other.yaml", &applied);
	assert_false(applied.changed);
	assert_int_equal(applied.generation, 2);
	live = slot(bench, RULES_LIVE);
	assert_string_equal(live->file, "/rules/other.yaml");
	assert_int_equal(live->header.generation, 2);
	assert_slot(bench, RULES_PREVIOUS, "sip", MODE_ENFORCE);
}

static void panic_keeps_new_rules_back_until_its_end(void **state)
{
	struct bench *bench = BENCH(state);
	struct applied applied;

	apply_named(bench, "sip", &applied);
	assert_int_equal(apply_open(&bench->pins, &bench->maps, &applied), 0);
	assert_true(applied.open);
	assert_slot(bench, RULES_LIVE, "sip", MODE_OPEN);
	assert_slot(bench, RULES_PREVIOUS, "sip", MODE_ENFORCE);
	apply_named(bench, "tls", &applied);
	assert_true(applied.changed && applied.open);
	assert_slot(bench, RULES_LIVE, "tls", MODE_OPEN);
	assert_int_equal(apply_close(&bench->pins, &bench->maps, &applied), 0);
	assert_false(applied.open);
	assert_int_equal(applied.generation, 4);
	assert_slot(bench, RULES_LIVE, "tls", MODE_ENFORCE);
}

static void panic_does_not_need_rules(void **state)
{
	struct bench *bench = BENCH(state);
	_cleanup_free_ struct rules *live = NULL;
	struct applied applied;

	assert_int_equal(apply_open(&bench->pins, &bench->maps, &applied), 0);
	live = slot(bench, RULES_LIVE);
	assert_int_equal(live->header.mode, MODE_OPEN);
	assert_int_equal(apply_close(&bench->pins, &bench->maps, &applied), -ENODATA);
}

/* As a loader that was killed between the commit and the rename leaves the pins. */
static void a_pin_left_by_a_killed_commit_is_settled(void **state)
{
	struct bench *bench = BENCH(state);
	_cleanup_free_ struct rules *live = NULL;
	struct applied applied;
	uint32_t id;

	apply_named(bench, "sip", &applied);
	assert_int_equal(pin_rename(&bench->pins, PIN_RULES_LIVE, PIN_RULES_NEXT), 0);
	apply_named(bench, "sip", &applied);
	assert_false(applied.changed);
	assert_int_equal(pin_open_readonly(&bench->pins, PIN_RULES_NEXT), -ENOENT);
	assert_int_equal(rules_live_read(&bench->pins, &live, &id), 0);
	apply_named(bench, "tls", &applied);
	assert_true(applied.changed);
}

static void pins_follow_the_slots_through_every_change(void **state)
{
	struct bench *bench = BENCH(state);
	struct applied applied;

	apply_named(bench, "sip", &applied);
	assert_pins_follow(bench);
	apply_named(bench, "tls", &applied);
	assert_pins_follow(bench);
	assert_int_equal(apply_open(&bench->pins, &bench->maps, &applied), 0);
	assert_pins_follow(bench);
	apply_named(bench, "dns", &applied);
	assert_pins_follow(bench);
	assert_int_equal(apply_close(&bench->pins, &bench->maps, &applied), 0);
	assert_pins_follow(bench);
}

static void service_stats_set(struct bench *bench, uint32_t id, uint64_t packets)
{
	int cpus = libbpf_num_possible_cpus();
	_cleanup_free_ struct service_stats *stats = calloc((size_t)cpus, sizeof(*stats));

	assert_non_null(stats);
	stats[0].in_pass.packets = packets;
	assert_int_equal(bpf_map_update_elem(bench->maps.service_stats, &id, stats, BPF_ANY), 0);
}

static uint64_t service_stats_get(struct bench *bench, uint32_t id)
{
	int cpus = libbpf_num_possible_cpus();
	_cleanup_free_ struct service_stats *stats = calloc((size_t)cpus, sizeof(*stats));

	assert_non_null(stats);
	assert_int_equal(bpf_map_lookup_elem(bench->maps.service_stats, &id, stats), 0);
	return stats[0].in_pass.packets;
}

static void counters_stay_with_a_name_and_start_at_zero_for_a_new_one(void **state)
{
	struct bench *bench = BENCH(state);
	struct counter_names names;
	struct applied applied;

	service_stats_set(bench, 2, 42); /* what a former owner of the id might have left */
	apply_named(bench, "sip", &applied);
	service_stats_set(bench, 1, 5);
	apply_named(bench, "tls", &applied);
	assert_int_equal(service_stats_get(bench, 2), 0);
	apply_named(bench, "sip", &applied);
	assert_int_equal(service_stats_get(bench, 1), 5);
	assert_int_equal(counter_names_read(bench->maps.counter_names, &names), 0);
	assert_string_equal(names.name[1], "sip");
	assert_string_equal(names.name[2], "tls");
}

static void rules_in_force_cannot_be_written(void **state)
{
	struct bench *bench = BENCH(state);
	_cleanup_free_ struct rules *rules = NULL;
	_cleanup_close_ int inner = -1;
	struct applied applied;
	uint32_t key = 0;

	apply_named(bench, "sip", &applied);
	inner = rules_slot_open(&bench->pins, bench->maps.rules, RULES_LIVE);
	assert_true(inner >= 0);
	assert_int_equal(rules_map_read(inner, &rules), 0);
	assert_int_equal(bpf_map_update_elem(inner, &key, rules, BPF_ANY), -EPERM);
}

static void rules_and_the_ones_before_keep_their_lists(void **state)
{
	struct bench *bench = BENCH(state);
	struct applied applied;

	for (uint64_t list = 1; list <= 5; list++) {
		char name[] = {'l', (char)('0' + list), '\0'};

		apply_listed(bench, name, list, &applied);
		assert_int_equal(list_of(bench, RULES_LIVE), list);
		if (list > 1)
			assert_int_equal(list_of(bench, RULES_PREVIOUS), list - 1);
		assert_in_range(lists_held(bench), 1, 2);
	}
	apply_named(bench, "n1", &applied);
	apply_named(bench, "n2", &applied);
	assert_int_equal(lists_held(bench), 0);
}

static void the_same_lists_are_not_filled_again(void **state)
{
	struct bench *bench = BENCH(state);
	struct applied applied;

	apply_listed(bench, "s1", 7, &applied);
	apply_listed(bench, "s2", 7, &applied);
	assert_true(applied.changed);
	assert_int_equal(list_of(bench, RULES_LIVE), 7);
	assert_int_equal(lists_held(bench), 1);
}

/* Killed between filling and commit. */
static void a_slot_that_was_left_behind_is_used_again(void **state)
{
	struct blocklist_line line = {.gate = {99}};
	struct bench *bench = BENCH(state);
	struct applied applied;

	apply_named(bench, "k1", &applied);
	for (unsigned int i = 0; i < BLOCKLIST_SLOTS; i++) {
		_cleanup_close_ int inner = blocklist_map_make(&line, 1);

		assert_true(inner >= 0);
		assert_int_equal(blocklist_slot_set(bench->maps.blocklists, i, inner), 0);
	}
	apply_listed(bench, "k2", 3, &applied);
	assert_int_equal(list_of(bench, RULES_LIVE), 3);
	assert_int_equal(lists_held(bench), 1);
}

static void staged_rules_pass_everything_until_the_next_ones(void **state)
{
	struct bench *bench = BENCH(state);
	_cleanup_free_ struct rules *staged = NULL, *live = NULL;
	struct applied applied;

	assert_int_equal(apply_stage(&bench->pins, &bench->maps), 0);
	staged = slot(bench, RULES_LIVE);
	assert_true(rules_staged(staged));
	assert_int_equal(apply_close(&bench->pins, &bench->maps, &applied), -ENODATA);
	apply_named(bench, "one", &applied);
	assert_false(applied.open);
	assert_int_equal(applied.generation, 1);
	live = slot(bench, RULES_LIVE);
	assert_int_equal(live->header.mode, MODE_ENFORCE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BENCH_TEST(first_rules_are_generation_one_without_a_previous),
		BENCH_TEST(what_was_in_force_becomes_the_previous),
		BENCH_TEST(the_same_rules_again_change_nothing),
		BENCH_TEST(the_same_rules_of_another_file_change_no_more_than_its_name),
		BENCH_TEST(panic_keeps_new_rules_back_until_its_end),
		BENCH_TEST(panic_does_not_need_rules),
		BENCH_TEST(staged_rules_pass_everything_until_the_next_ones),
		BENCH_TEST(pins_follow_the_slots_through_every_change),
		BENCH_TEST(a_pin_left_by_a_killed_commit_is_settled),
		BENCH_TEST(counters_stay_with_a_name_and_start_at_zero_for_a_new_one),
		BENCH_TEST(rules_in_force_cannot_be_written),
		BENCH_TEST(rules_and_the_ones_before_keep_their_lists),
		BENCH_TEST(the_same_lists_are_not_filled_again),
		BENCH_TEST(a_slot_that_was_left_behind_is_used_again),
	};

	return bench_private() ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
