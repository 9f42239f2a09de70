// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cleanup.h"
#include "rules/hash.h"
#include "rules/rules.h"
#include "tests/harness/ruleset.h"

static struct rules *compiled(const struct ruleset *ruleset)
{
	struct diagnostics d = {0};
	struct rules *rules = NULL;

	assert_int_equal(ruleset_compile(ruleset, &d, &rules), 0);
	return rules;
}

static void random_rule_sets_come_back_with_the_same_hash(void **state)
{
	struct dice dice = {.state = 7};

	(void)state;
	for (int i = 0; i < 120; i++) {
		_cleanup_(ruleset_free) struct ruleset ruleset = {0}, again = {0};
		_cleanup_free_ struct rules *rules = NULL, *second = NULL;

		ruleset_roll(&dice, &ruleset);
		rules = compiled(&ruleset);
		assert_int_equal(rules_decompile(rules, &again), 0);
		second = compiled(&again);
		assert_memory_equal(second->header.hash, rules->header.hash, 32);
	}
}

static void what_apply_stamps_does_not_matter(void **state)
{
	_cleanup_(ruleset_free) struct ruleset ruleset = {0}, again = {0};
	_cleanup_free_ struct rules *rules = NULL;

	(void)state;
	ruleset_begin(&ruleset);
	ruleset_add(&ruleset, "sip", "5060-5061", "5060", "198.51.100.0/24");
	rules = compiled(&ruleset);
	rules->header.generation = 7;
	rules->header.applied_at_ns = 1;
	rules->header.deadline_ns = 2;
	rules->counter[0] = 3;
	strcpy(rules->file, "/tmp/other.yaml");
	assert_int_equal(rules_decompile(rules, &again), 0);
	assert_string_equal(again.file, "/tmp/other.yaml");
	assert_string_equal(again.services[0].name, "sip");
	assert_int_equal(again.services[0].tcp.count, 1);
	assert_int_equal(again.services[0].tcp.list[0].last, 5061);
	assert_int_equal(again.services[0].peers.count, 1);
}

static void never_block_is_told_from_critical_peers(void **state)
{
	_cleanup_(ruleset_free) struct ruleset ruleset = {0}, again = {0};
	_cleanup_free_ struct rules *rules = NULL;

	(void)state;
	ruleset_begin(&ruleset);
	ruleset_add(&ruleset, "sip", "5060", NULL, "198.51.100.0/24 2001:db8::/32")->critical = true;
	prefixes_add(&ruleset.never_block, "203.0.113.7");
	rules = compiled(&ruleset);
	assert_int_equal(rules_decompile(rules, &again), 0);
	assert_int_equal(again.never_block.count, 1);
	assert_int_equal(again.never_block.list[0].address[0], 203);
	assert_int_equal(again.services[0].peers.count, 2);
}

static void every_address_never_blocked_is_two_halves(void **state)
{
	_cleanup_(ruleset_free) struct ruleset ruleset = {0}, again = {0};
	_cleanup_free_ struct rules *rules = NULL;

	(void)state;
	ruleset_begin(&ruleset);
	prefixes_add(&ruleset.never_block, "0.0.0.0/1 128.0.0.0/1 ::/1 8000::/1");
	rules = compiled(&ruleset);
	assert_int_equal(rules_decompile(rules, &again), 0);
	assert_int_equal(again.never_block.count, 4);
	assert_int_equal(again.never_block.list[0].length, 1);
}

/* Changes a byte; the hash is that of the changed value when fixed is set. */
static int decompile_damaged(size_t offset, bool fixed)
{
	_cleanup_(ruleset_free) struct ruleset ruleset = {0}, again = {0};
	_cleanup_free_ struct rules *rules = NULL;

	ruleset_begin(&ruleset);
	ruleset_add(&ruleset, "sip", "5060-5061", "5060", "198.51.100.0/24");
	rules = compiled(&ruleset);
	((__u8 *)rules)[offset] ^= 0x41;
	if (fixed)
		rules_hash(rules, rules->header.hash);
	return rules_decompile(rules, &again);
}

static void damaged_values_are_refused(void **state)
{
	static const size_t offsets[] = {
		offsetof(struct rules, header.layout),
		offsetof(struct rules, header.state),
		offsetof(struct rules, header.services),
		offsetof(struct rules, header.mode),
		offsetof(struct rules, header.v4_depth),
		offsetof(struct rules, header.reserved),
		offsetof(struct rules, port_class) + 2000,
		offsetof(struct rules, port) + 3200,
		offsetof(struct rules, v4),
		offsetof(struct rules, v6) + 16,
		offsetof(struct rules, v4.row) + 24,
		offsetof(struct rules, service[0].direction),
		offsetof(struct rules, service[1]),
		offsetof(struct rules, header.peer_restricted),
	};

	(void)state;
	for (size_t i = 0; i < sizeof(offsets) / sizeof(offsets[0]); i++) {
		assert_int_equal(decompile_damaged(offsets[i], false), -EBADMSG);
		assert_int_equal(decompile_damaged(offsets[i], true), -EBADMSG);
	}
}

static void panic_holds_no_services(void **state)
{
	_cleanup_(ruleset_free) struct ruleset ruleset = {0};
	_cleanup_free_ struct rules *rules = calloc(1, sizeof(*rules));

	(void)state;
	rules->header.layout = RULES_LAYOUT;
	rules->header.mode = MODE_OPEN;
	assert_int_equal(rules_decompile(rules, &ruleset), 0);
	assert_int_equal(ruleset.mode, MODE_OPEN);
	assert_int_equal(ruleset.services_count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_rule_sets_come_back_with_the_same_hash),
		cmocka_unit_test(what_apply_stamps_does_not_matter),
		cmocka_unit_test(never_block_is_told_from_critical_peers),
		cmocka_unit_test(every_address_never_blocked_is_two_halves),
		cmocka_unit_test(damaged_values_are_refused),
		cmocka_unit_test(panic_holds_no_services),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
