// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "apply/ban_clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "apply/ban_prefix.h"
#include "rules/prefix.h"

#define S 1000000000ull

static const struct ban_clock now = {.monotonic_ns = 50 * S, .real_s = 1000};

static void a_ban_ends_by_both_clocks(void **state)
{
	struct ban hour = ban_clock_begin(now, 3600), ever = ban_clock_begin(now, 0);

	(void)state;
	assert_int_equal(hour.expires_ns, 3650 * S);
	assert_int_equal(hour.added_s, 1000);
	assert_int_equal(ban_clock_until(now, &hour), 4600);
	assert_int_equal(ever.expires_ns, 0);
	assert_int_equal(ban_clock_until(now, &ever), 0);
}

static void what_is_left_of_a_second_is_one(void **state)
{
	struct ban ban = {.expires_ns = 50 * S + 1};

	(void)state;
	assert_int_equal(ban_clock_until(now, &ban), 1001);
	ban.expires_ns = 50 * S;
	assert_int_equal(ban_clock_until(now, &ban), 1000);
}

static void a_ban_of_another_boot_has_what_is_left(void **state)
{
	struct ban ban;

	(void)state;
	assert_true(ban_clock_resume(now, 400, 1600, &ban));
	assert_int_equal(ban.expires_ns, 650 * S);
	assert_int_equal(ban.added_s, 400);
	assert_true(ban_clock_resume(now, 400, 0, &ban));
	assert_int_equal(ban.expires_ns, 0);
	assert_false(ban_clock_resume(now, 400, 1000, &ban));
	assert_false(ban_clock_resume(now, 400, 300, &ban));
}

static void a_clock_that_is_behind_makes_no_ban_longer(void **state)
{
	struct ban ban;

	(void)state;
	assert_true(ban_clock_resume(now, 500000, 500060, &ban));
	assert_int_equal(ban.expires_ns, 110 * S);
}

static void a_number_that_no_clock_shows_is_no_ban(void **state)
{
	struct ban ban;

	(void)state;
	assert_false(ban_clock_resume(now, 0, UINT64_MAX, &ban));
}

static void expect_way_back(const char *text)
{
	struct prefix prefix, back;
	struct complaint why;
	struct ban_key key;

	assert_int_equal(prefix_parse(slice_of(text), &prefix, &why), 0);
	key = ban_key_of(&prefix);
	back = ban_prefix_of(&key);
	assert_int_equal(back.family, prefix.family);
	assert_int_equal(back.length, prefix.length);
	assert_memory_equal(back.address, prefix.address, sizeof(back.address));
}

static void a_prefix_is_a_key_and_a_prefix_again(void **state)
{
	(void)state;
	expect_way_back("203.0.113.7");
	expect_way_back("128.0.0.0/1");
	expect_way_back("2001:db8::7");
	expect_way_back("2001:db8::/64");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_ban_ends_by_both_clocks),
		cmocka_unit_test(what_is_left_of_a_second_is_one),
		cmocka_unit_test(a_ban_of_another_boot_has_what_is_left),
		cmocka_unit_test(a_clock_that_is_behind_makes_no_ban_longer),
		cmocka_unit_test(a_number_that_no_clock_shows_is_no_ban),
		cmocka_unit_test(a_prefix_is_a_key_and_a_prefix_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
