// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tests/unit/metrics/example.h"

/* A second look, two seconds later, at what example_fill() shows. */
static void later_fill(struct example *later)
{
	example_fill(later);
	later->snapshot.taken_ns += 2000000000;
	later->services[0].stats.in_pass.packets += 20;
	later->services[0].stats.in_pass.bytes += 4000;
	later->snapshot.reason[REASON_BOGON].in_drop.packets += 5;
	later->snapshot.essential[ESSENTIAL_ARP].in_pass.packets += 1;
}

static void a_change_is_what_was_added_since(void **state)
{
	struct example before, now;
	struct report change;

	(void)state;
	example_fill(&before);
	later_fill(&now);
	assert_int_equal(report_change(&now.report, &before.report, &change), 0);
	assert_true(change.seconds == 2.0);
	assert_int_equal(change.list[0].services[0].stats.in_pass.packets, 20);
	assert_int_equal(change.list[0].services[0].stats.in_pass.bytes, 4000);
	assert_int_equal(change.list[0].services[0].stats.in_drop.packets, 0);
	assert_int_equal(change.list[0].reason[REASON_BOGON].in_drop.packets, 5);
	assert_int_equal(change.list[0].reason[REASON_NOT_ALLOWED].in_drop.packets, 0);
	assert_int_equal(change.list[0].essential[ESSENTIAL_ARP].in_pass.packets, 1);
	report_free(&change);
}

static void a_change_leaves_the_counts_alone(void **state)
{
	struct example before, now;
	struct report change;

	(void)state;
	example_fill(&before);
	later_fill(&now);
	assert_int_equal(report_change(&now.report, &before.report, &change), 0);
	report_free(&change);
	assert_int_equal(now.services[0].stats.in_pass.packets, 1254);
	assert_int_equal(before.services[0].stats.in_pass.packets, 1234);
}

static void counters_that_began_anew_changed_by_nothing(void **state)
{
	struct example before, now;
	struct report change;

	(void)state;
	example_fill(&before);
	later_fill(&now);
	now.services[0].stats.in_pass = (struct traffic){3, 180};
	assert_int_equal(report_change(&now.report, &before.report, &change), 0);
	assert_int_equal(change.list[0].services[0].stats.in_pass.packets, 0);
	assert_int_equal(change.list[0].services[0].stats.in_pass.bytes, 0);
	report_free(&change);
}

static void services_are_compared_by_name(void **state)
{
	struct example before, now;
	struct snapshot_service first;
	struct report change;

	(void)state;
	example_fill(&before);
	later_fill(&now);
	first = now.services[0];
	now.services[0] = now.services[1];
	now.services[1] = first;
	strcpy(now.services[2].name, "new");
	now.services[2].stats.in_pass = (struct traffic){9, 900};
	assert_int_equal(report_change(&now.report, &before.report, &change), 0);
	assert_int_equal(change.list[0].services[0].stats.in_pass.packets, 0);
	assert_int_equal(change.list[0].services[1].stats.in_pass.packets, 20);
	assert_int_equal(change.list[0].services[2].stats.in_pass.packets, 9);
	report_free(&change);
}

static void an_interface_that_is_new_has_counted_nothing_since(void **state)
{
	struct example before, now;
	struct report change;

	(void)state;
	example_fill(&before);
	later_fill(&now);
	strcpy(now.snapshot.interface, "wan1");
	assert_int_equal(report_change(&now.report, &before.report, &change), 0);
	assert_int_equal(change.count, 1);
	assert_true(change.seconds == 0);
	assert_int_equal(change.list[0].services[0].stats.in_pass.packets, 0);
	report_free(&change);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_change_is_what_was_added_since),
		cmocka_unit_test(a_change_leaves_the_counts_alone),
		cmocka_unit_test(counters_that_began_anew_changed_by_nothing),
		cmocka_unit_test(services_are_compared_by_name),
		cmocka_unit_test(an_interface_that_is_new_has_counted_nothing_since),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
