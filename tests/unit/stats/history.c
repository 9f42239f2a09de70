// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/stats/history.h"

#include "cleanup.h"
#include "tests/unit/metrics/example.h"

/* A look in which SIP got so many packets in a second, and 5 were dropped. */
static void look(struct history *history, uint64_t packets)
{
	struct example change;

	example_change(&change, 1.0);
	change.services[0].stats.in_pass.packets = packets;
	assert_int_equal(history_add(history, &change.report), 0);
}

static void rates_are_kept_by_interface_and_name(void **state)
{
	_cleanup_(history_free) struct history history = {};
	double rate[4];

	(void)state;
	look(&history, 10);
	look(&history, 30);
	assert_int_equal(history_last(&history, "wan0", "sip", 4, rate), 2);
	assert_true(rate[0] == 10 && rate[1] == 30);
	assert_int_equal(history_last(&history, "wan0", HISTORY_TOTAL, 4, rate), 2);
	assert_true(rate[0] == 10 && rate[1] == 30);
	assert_int_equal(history_last(&history, "wan0", HISTORY_DROPPED, 1, rate), 1);
	assert_true(rate[0] == 5);
	assert_int_equal(history_last(&history, "wan1", "sip", 4, rate), 2);
	assert_true(rate[0] == 0 && rate[1] == 0);
}

static void a_rate_is_per_second(void **state)
{
	_cleanup_(history_free) struct history history = {};
	struct example change;
	double rate[1];

	(void)state;
	example_change(&change, 4.0);
	assert_int_equal(history_add(&history, &change.report), 0);
	assert_int_equal(history_last(&history, "wan0", "sip", 1, rate), 1);
	assert_true(rate[0] == 5);
}

static void the_oldest_are_forgotten(void **state)
{
	_cleanup_(history_free) struct history history = {};
	double rate[HISTORY_LOOKS + 10];

	(void)state;
	for (uint64_t i = 1; i <= HISTORY_LOOKS + 7; i++)
		look(&history, i);
	assert_int_equal(history_last(&history, "wan0", "sip", HISTORY_LOOKS + 10, rate), HISTORY_LOOKS);
	assert_true(rate[0] == 8 && rate[HISTORY_LOOKS - 1] == HISTORY_LOOKS + 7);
}

static void a_service_that_is_gone_fades_to_zero(void **state)
{
	_cleanup_(history_free) struct history history = {};
	struct example change;
	double rate[2];

	(void)state;
	look(&history, 10);
	example_change(&change, 1.0);
	change.snapshot.services_count = 0;
	assert_int_equal(history_add(&history, &change.report), 0);
	assert_int_equal(history_last(&history, "wan0", "sip", 2, rate), 2);
	assert_true(rate[0] == 10 && rate[1] == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rates_are_kept_by_interface_and_name),
		cmocka_unit_test(a_rate_is_per_second),
		cmocka_unit_test(the_oldest_are_forgotten),
		cmocka_unit_test(a_service_that_is_gone_fades_to_zero),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
