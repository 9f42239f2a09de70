// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tests/unit/replay/example.h"

static void a_verdict_keeps_its_words(void **state)
{
	const struct verdict sip = {true, REASON_SERVICE, "sip"}, none = {false, REASON_NOT_ALLOWED, NULL};
	struct finding finding;

	(void)state;
	finding_take(&sip, &finding);
	assert_true(finding_equal(&finding, &pass_sip));
	finding_take(&none, &finding);
	assert_true(finding_equal(&finding, &drop_not_allowed));
	assert_false(finding_equal(&would_drop, &drop_not_allowed));
}

static void the_most_frequent_comes_first(void **state)
{
	struct tally tally = example_tally();

	(void)state;
	assert_int_equal(tally.count, 3);
	assert_true(finding_equal(&tally.rows[0].finding, &pass_sip));
	assert_int_equal(tally.rows[0].in, 4);
	assert_int_equal(tally.rows[0].out, 3);
	assert_true(finding_equal(&tally.rows[1].finding, &drop_peer));
	assert_true(finding_equal(&tally.rows[2].finding, &drop_not_allowed));
	tally_free(&tally);
}

static void the_first_frames_are_its_examples(void **state)
{
	const uint64_t sip[EXAMPLES_MAX] = {2, 3, 4, 5, 6}, peer[EXAMPLES_MAX] = {9, 10};
	struct tally tally = example_tally();

	(void)state;
	assert_memory_equal(tally.rows[0].examples, sip, sizeof(sip));
	assert_memory_equal(tally.rows[1].examples, peer, sizeof(peer));
	tally_free(&tally);
}

static void what_other_rules_say_makes_another_row(void **state)
{
	struct tally tally = {0};

	(void)state;
	assert_int_equal(tally_add(&tally, &pass_sip, &pass_sip, 1, false), 0);
	assert_int_equal(tally_add(&tally, &pass_sip, &drop_peer, 2, false), 0);
	assert_int_equal(tally_add(&tally, &pass_sip, &pass_sip, 3, false), 0);
	assert_int_equal(tally.count, 2);
	assert_int_equal(tally.rows[0].in, 2);
	tally_free(&tally);
}

static void many_kinds_of_verdicts_are_told_apart(void **state)
{
	struct tally tally = {0};

	(void)state;
	for (unsigned int i = 0; i < 300; i++) {
		struct finding finding = {true, REASON_FLOW, ""};

		snprintf(finding.service, sizeof(finding.service), "s%u", i % 100);
		assert_int_equal(tally_add(&tally, &finding, NULL, i + 1, false), 0);
	}
	assert_int_equal(tally.count, 100);
	assert_int_equal(tally.rows[99].in, 3);
	tally_free(&tally);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_verdict_keeps_its_words),
		cmocka_unit_test(the_most_frequent_comes_first),
		cmocka_unit_test(the_first_frames_are_its_examples),
		cmocka_unit_test(what_other_rules_say_makes_another_row),
		cmocka_unit_test(many_kinds_of_verdicts_are_told_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
