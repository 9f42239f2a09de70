// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Rules that want to be confirmed, and the way back.
 */
#include "apply/trial.h"

#include "maps/changes.h"

#include "apply/slots.h"
#include "bench.h"

static void try_named(struct bench *bench, const char *name, struct applied *ret)
{
	bench->confirm_s = 60;
	apply_named(bench, name, ret);
	bench->confirm_s = 0;
}

static void deadline_set(struct bench *bench, uint64_t deadline_ns)
{
	_cleanup_free_ struct rules *rules = slot(bench, RULES_LIVE);

	rules->header.deadline_ns = deadline_ns;
	assert_int_equal(rules_commit(&bench->pins, &bench->maps, rules, false), 0);
}

/* The time of the rules on trial is over. */
static void expire(struct bench *bench)
{
	deadline_set(bench, 1);
}

static struct trial assert_in_force(struct bench *bench, const char *name, uint32_t generation)
{
	struct live live;

	assert_int_equal(live_read(&bench->pins, &live), 0);
	assert_string_equal(live.rules->service[0].name, name);
	assert_int_equal(live.rules->header.generation, generation);
	live_free(&live);
	return live.trial;
}

static void rules_on_trial_are_in_force_until_their_deadline(void **state)
{
	struct bench *bench = BENCH(state);
	struct applied applied;
	struct trial trial;

	apply_named(bench, "sip", &applied);
	assert_int_equal(applied.pending_s, 0);
	try_named(bench, "tls", &applied);
	assert_true(applied.changed);
	assert_int_equal(applied.pending_s, 60);
	trial = assert_in_force(bench, "tls", 2);
	assert_true(trial.pending && !trial.expired);
	assert_int_equal(trial.left_s, 60);
	expire(bench);
	trial = assert_in_force(bench, "sip", 1);
	assert_true(trial.expired && !trial.pending);
	assert_int_equal(trial.rules.generation, 2);
	assert_string_equal(trial.file, "/rules/tls.yaml");
	assert_pins_follow(bench);
}

static void confirmed_rules_stay(void **state)
{
	struct bench *bench = BENCH(state);
	struct applied applied;
	struct trial trial;

	apply_named(bench, "sip", &applied);
	try_named(bench, "tls", &applied);
	assert_int_equal(apply_confirm(&bench->pins, &bench->maps, &applied), 0);
	assert_true(applied.changed);
	trial = assert_in_force(bench, "tls", 2);
	assert_false(trial.pending || trial.expired);
	assert_slot(bench, RULES_PREVIOUS, "sip", MODE_ENFORCE);
	assert_pins_follow(bench);
	assert_int_equal(apply_confirm(&bench->pins, &bench->maps, &applied), 0);
	assert_false(applied.changed);
}

static void to_confirm_what_expired_is_too_late(void **state)
{
	struct bench *bench = BENCH(state);
	struct applied applied;

	apply_named(bench, "sip", &applied);
	try_named(bench, "tls", &applied);
	expire(bench);
	assert_int_equal(apply_confirm(&bench->pins, &bench->maps, &applied), -ETIME);
	assert_in_force(bench, "sip", 1);
}

static void a_rollback_ends_a_trial_as_its_deadline_would(void **state)
{
	struct bench *bench = BENCH(state);
	struct applied applied;
	struct trial trial;

	apply_named(bench, "dns", &applied);
	apply_named(bench, "sip", &applied);
	try_named(bench, "tls", &applied);
	assert_int_equal(apply_rollback(&bench->pins, &bench->maps, &applied), 0);
	assert_true(applied.changed);
	trial = assert_in_force(bench, "sip", 2);
	assert_false(trial.pending || trial.expired);
	assert_pins_follow(bench);
	assert_int_equal(apply_rollback(&bench->pins, &bench->maps, &applied), -ENODATA);
}

static void a_rollback_after_the_deadline_changes_nothing_but_the_slot(void **state)
{
	struct bench *bench = BENCH(state);
	struct applied applied;
	struct trial trial;

	apply_named(bench, "sip", &applied);
	try_named(bench, "tls", &applied);
	expire(bench);
	assert_int_equal(apply_rollback(&bench->pins, &bench->maps, &applied), 0);
	assert_false(applied.changed);
	trial = assert_in_force(bench, "sip", 1);
	assert_false(trial.pending || trial.expired);
}

static void a_rollback_and_another_one_change_two_rule_sets_about(void **state)
{
	struct bench *bench = BENCH(state);
	struct applied applied;

	apply_named(bench, "sip", &applied);
	assert_int_equal(apply_rollback(&bench->pins, &bench->maps, &applied), -ENODATA);
	apply_named(bench, "tls", &applied);
	assert_int_equal(apply_rollback(&bench->pins, &bench->maps, &applied), 0);
	assert_true(applied.changed);
	assert_in_force(bench, "sip", 3);
	assert_slot(bench, RULES_PREVIOUS, "tls", MODE_ENFORCE);
	assert_pins_follow(bench);
	assert_int_equal(apply_rollback(&bench->pins, &bench->maps, &applied), 0);
	assert_in_force(bench, "tls", 4);
}

static void a_change_during_a_trial_is_on_trial_until_the_same_moment(void **state)
{
	struct bench *bench = BENCH(state);
	_cleanup_free_ struct rules *before = NULL, *after = NULL;
	struct applied applied;

	apply_named(bench, "sip", &applied);
	try_named(bench, "tls", &applied);
	before = slot(bench, RULES_LIVE);
	apply_named(bench, "dns", &applied);
	assert_in_range(applied.pending_s, 1, 60);
	after = slot(bench, RULES_LIVE);
	assert_int_equal(after->header.deadline_ns, before->header.deadline_ns);
	assert_slot(bench, RULES_PREVIOUS, "sip", MODE_ENFORCE);
	expire(bench);
	assert_in_force(bench, "sip", 1);
}

static void the_same_rules_again_do_not_end_a_trial(void **state)
{
	struct bench *bench = BENCH(state);
	struct applied applied;

	apply_named(bench, "sip", &applied);
	try_named(bench, "tls", &applied);
	apply_named(bench, "tls", &applied);
	assert_false(applied.changed);
	assert_true(assert_in_force(bench, "tls", 2).pending);
	apply_from(bench, "tls", "/rules/other.yaml", &applied);
	assert_false(applied.changed);
	assert_true(assert_in_force(bench, "tls", 2).pending);
}

static void a_trial_that_is_asked_for_again_begins_again(void **state)
{
	struct bench *bench = BENCH(state);
	struct applied applied;

	apply_named(bench, "sip", &applied);
	try_named(bench, "tls", &applied);
	deadline_set(bench, UINT64_MAX);
	try_named(bench, "tls", &applied);
	assert_false(applied.changed);
	assert_int_equal(applied.pending_s, 60);
	assert_int_equal(assert_in_force(bench, "tls", 2).left_s, 60);
	try_named(bench, "dns", &applied);
	assert_int_equal(applied.pending_s, 60);
	assert_slot(bench, RULES_PREVIOUS, "sip", MODE_ENFORCE);
}

static void rules_in_force_need_no_trial(void **state)
{
	struct bench *bench = BENCH(state);
	struct applied applied;

	apply_named(bench, "sip", &applied);
	try_named(bench, "sip", &applied);
	assert_false(applied.changed);
	assert_int_equal(applied.pending_s, 0);
	assert_false(assert_in_force(bench, "sip", 1).pending);
}

static void a_change_to_what_a_trial_would_fall_back_to_ends_it(void **state)
{
	struct bench *bench = BENCH(state);
	struct applied applied;

	apply_named(bench, "sip", &applied);
	try_named(bench, "tls", &applied);
	try_named(bench, "sip", &applied);
	assert_true(applied.changed);
	assert_int_equal(applied.pending_s, 0);
	assert_false(assert_in_force(bench, "sip", 1).pending);
}

static void a_change_after_the_deadline_takes_what_is_in_force_as_previous(void **state)
{
	struct bench *bench = BENCH(state);
	struct applied applied;

	apply_named(bench, "sip", &applied);
	try_named(bench, "tls", &applied);
	expire(bench);
	apply_named(bench, "dns", &applied);
	assert_true(applied.changed);
	assert_int_equal(applied.generation, 3); /* flows were held against 2 already */
	assert_slot(bench, RULES_PREVIOUS, "sip", MODE_ENFORCE);
	assert_in_force(bench, "dns", 3);
	assert_int_equal(apply_rollback(&bench->pins, &bench->maps, &applied), 0);
	assert_in_force(bench, "sip", 4);
}

static void what_is_in_force_after_the_deadline_is_no_change(void **state)
{
	struct bench *bench = BENCH(state);
	struct applied applied;
	struct trial trial;

	apply_named(bench, "sip", &applied);
	try_named(bench, "tls", &applied);
	expire(bench);
	apply_named(bench, "sip", &applied);
	assert_false(applied.changed);
	trial = assert_in_force(bench, "sip", 1);
	assert_false(trial.pending || trial.expired);
	apply_named(bench, "dns", &applied);
	assert_int_equal(applied.generation, 3);
}

static void first_rules_on_trial_fall_back_to_none(void **state)
{
	struct bench *bench = BENCH(state);
	struct applied applied;
	struct live live;

	assert_int_equal(apply_stage(&bench->pins, &bench->maps), 0);
	try_named(bench, "sip", &applied);
	assert_int_equal(applied.generation, 1);
	expire(bench);
	assert_int_equal(live_read(&bench->pins, &live), 0);
	assert_int_equal(live.rules->header.mode, MODE_OPEN);
	live_free(&live);
	assert_int_equal(apply_close(&bench->pins, &bench->maps, &applied), -ENODATA);
	apply_named(bench, "tls", &applied);
	assert_false(applied.open);
	assert_in_force(bench, "tls", 2);
}

static void there_is_no_way_back_from_first_rules_that_were_confirmed(void **state)
{
	struct bench *bench = BENCH(state);
	struct applied applied;

	assert_int_equal(apply_stage(&bench->pins, &bench->maps), 0);
	try_named(bench, "sip", &applied);
	assert_int_equal(apply_confirm(&bench->pins, &bench->maps, &applied), 0);
	assert_int_equal(apply_rollback(&bench->pins, &bench->maps, &applied), -ENODATA);
	assert_in_force(bench, "sip", 1);
}

static void panic_gives_a_trial_up(void **state)
{
	struct bench *bench = BENCH(state);
	struct applied applied;
	struct rules *rules;

	apply_named(bench, "sip", &applied);
	try_named(bench, "tls", &applied);
	assert_int_equal(apply_open(&bench->pins, &bench->maps, &applied), 0);
	assert_true(applied.open && applied.changed);
	assert_int_equal(applied.pending_s, 0);
	assert_int_equal(apply_rollback(&bench->pins, &bench->maps, &applied), -EBUSY);
	assert_int_equal(rules_slot_read(&bench->pins, bench->maps.rules, RULES_LIVE, &rules), 0);
	assert_int_equal(apply_rules(&bench->pins, &bench->maps,
				     &(struct change){rules, &(struct blocklist_table){0}, 5}, &applied),
			 -EBUSY);
	free(rules);
	assert_int_equal(apply_close(&bench->pins, &bench->maps, &applied), 0);
	assert_in_force(bench, "sip", 4);
}

static void three_lists_are_held_when_a_trial_is_replaced(void **state)
{
	struct bench *bench = BENCH(state);
	struct applied applied;

	apply_listed(bench, "one", 1, &applied);
	apply_listed(bench, "two", 2, &applied);
	bench->confirm_s = 60;
	for (uint64_t list = 3; list <= 6; list++) {
		char name[] = {'l', (char)('0' + list), '\0'};

		apply_listed(bench, name, list, &applied);
		assert_int_equal(list_of(bench, RULES_LIVE), list);
		assert_int_equal(list_of(bench, RULES_PREVIOUS), 2);
		assert_int_equal(lists_held(bench), 2);
	}
	assert_int_equal(apply_rollback(&bench->pins, &bench->maps, &applied), 0);
	assert_int_equal(list_of(bench, RULES_LIVE), 2);
	assert_int_equal(lists_held(bench), 1);
}

static void reloads_are_counted_by_their_result(void **state)
{
	struct bench *bench = BENCH(state);
	struct changes changes;

	assert_int_equal(changes_count(bench->maps.changes, RELOAD_UNCHANGED, 7), 0);
	assert_int_equal(changes_count(bench->maps.changes, RELOAD_REFUSED, 8), 0);
	assert_int_equal(changes_count(bench->maps.changes, RELOAD_REFUSED, 9), 0);
	assert_int_equal(changes_read(bench->maps.changes, &changes), 0);
	assert_int_equal(changes.reloads[RELOAD_REFUSED], 2);
	assert_int_equal(changes.reloads[RELOAD_UNCHANGED], 1);
	assert_int_equal(changes.reloads[RELOAD_SUCCESS], 0);
	assert_int_equal(changes.reloaded_at_ns, 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BENCH_TEST(rules_on_trial_are_in_force_until_their_deadline),
		BENCH_TEST(confirmed_rules_stay),
		BENCH_TEST(to_confirm_what_expired_is_too_late),
		BENCH_TEST(a_rollback_ends_a_trial_as_its_deadline_would),
		BENCH_TEST(a_rollback_after_the_deadline_changes_nothing_but_the_slot),
		BENCH_TEST(a_rollback_and_another_one_change_two_rule_sets_about),
		BENCH_TEST(a_change_during_a_trial_is_on_trial_until_the_same_moment),
		BENCH_TEST(the_same_rules_again_do_not_end_a_trial),
		BENCH_TEST(a_trial_that_is_asked_for_again_begins_again),
		BENCH_TEST(rules_in_force_need_no_trial),
		BENCH_TEST(a_change_to_what_a_trial_would_fall_back_to_ends_it),
		BENCH_TEST(a_change_after_the_deadline_takes_what_is_in_force_as_previous),
		BENCH_TEST(what_is_in_force_after_the_deadline_is_no_change),
		BENCH_TEST(first_rules_on_trial_fall_back_to_none),
		BENCH_TEST(there_is_no_way_back_from_first_rules_that_were_confirmed),
		BENCH_TEST(panic_gives_a_trial_up),
		BENCH_TEST(three_lists_are_held_when_a_trial_is_replaced),
		BENCH_TEST(reloads_are_counted_by_their_result),
	};

	return bench_private() ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
