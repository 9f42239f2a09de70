// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The packet program's own search, compiled for the host, over tables that the compiler made: against a naive model.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

/* The program's source is written for another compiler. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpointer-arith"
#pragma GCC diagnostic ignored "-Wunknown-pragmas"
#pragma GCC diagnostic ignored "-Wmissing-prototypes"
#pragma GCC diagnostic ignored "-Wunused-parameter"
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

#include "bpf/blocklist.h"
#pragma GCC diagnostic pop

#include "cleanup.h"
#include "rules/address.h"
#include "rules/blocklist_table.h"
#include "rules/range32.h"
#include "rules/rules.h"
#include "tests/harness/naive_list.h"
#include "tests/harness/ruleset.h"

enum { MILLION = 1000000 };

/* Map `blocklists` has one slot here, and every lookup comes by this. */
static const struct blocklist_table *table_at_hand;

/* cppcheck-suppress constParameter ; the helper's type */
static void *table_lookup(void *map, const void *key)
{
	uint32_t number = *(const uint32_t *)key;

	if (map == &blocklists)
		return table_at_hand->count ? (void *)(uintptr_t)table_at_hand : NULL;
	return number < table_at_hand->count ? &table_at_hand->lines[number] : NULL;
}

struct compiled {
	struct rules *rules;
	struct blocklist_table table;
	struct naive_list *naive;
};

static struct compiled compile(struct ruleset *ruleset)
{
	struct prefix_list all = {0};
	struct diagnostics d = {0};
	struct compiled compiled;

	assert_int_equal(ruleset_compile(ruleset, &d, &compiled.rules), 0);
	assert_int_equal(blocklists_compile(ruleset, compiled.rules, &compiled.table), 0);
	diagnostics_free(&d);
	for (size_t i = 0; i < ruleset->blocklists_count; i++) {
		const struct prefix_list *prefixes = &ruleset->blocklists[i].prefixes;

		for (size_t p = 0; p < prefixes->count; p++)
			assert_int_equal(prefix_list_add(&all, &prefixes->list[p]), 0);
	}
	compiled.naive = naive_list_make(&all);
	free(all.list);
	table_at_hand = NULL;
	return compiled;
}

static void compiled_free(struct compiled *compiled)
{
	free(compiled->rules);
	blocklist_table_free(&compiled->table);
	naive_list_free(compiled->naive);
}

static bool searched(const struct compiled *compiled, uint8_t family, address_value address)
{
	struct tuple tuple = {.family = family,
			      .peer = {.high = (__u64)(address >> 64), .low = (__u64)address}};

	table_at_hand = &compiled->table;
	bpf_map_lookup_elem = table_lookup;
	return blocklists_hold(compiled->rules, &tuple);
}

/* Whether the program, the host's search and the model agree on an address. */
static bool agrees(const struct compiled *compiled, uint8_t family, address_value address)
{
	struct address_v6 words = {(__u64)(address >> 64), (__u64)address};
	uint8_t bytes[16];
	bool listed;

	address_write(address, family, bytes);
	listed = naive_list_holds(compiled->naive, family, bytes);
	return searched(compiled, family, address) == listed &&
	       blocklist_table_holds(&compiled->rules->header.blocklists, &compiled->table, family, words) ==
		       listed;
}

static void expect_agreement(const struct compiled *compiled, uint8_t family, address_value address)
{
	if (agrees(compiled, family, address))
		return;
	fail_msg("IPv%u address %016llx%016llx", family, (unsigned long long)(address >> 64),
		 (unsigned long long)address);
}

/* Both sides of every edge. */
static void expect_edges(const struct compiled *compiled, const struct prefix_list *prefixes)
{
	for (size_t i = 0; i < prefixes->count; i++) {
		struct address_range range = prefix_range(&prefixes->list[i]);
		uint8_t family = prefixes->list[i].family;
		address_value highest = address_highest(family);

		expect_agreement(compiled, family, range.first);
		expect_agreement(compiled, family, range.last);
		expect_agreement(compiled, family, (range.first - 1) & highest);
		expect_agreement(compiled, family, (range.last + 1) & highest);
	}
}

static void expect_all(const char *lists)
{
	struct ruleset ruleset;
	struct compiled compiled;

	ruleset_begin(&ruleset);
	blocklist_add(&ruleset, "one", lists);
	compiled = compile(&ruleset);
	expect_edges(&compiled, &ruleset.blocklists[0].prefixes);
	compiled_free(&compiled);
	ruleset_free(&ruleset);
}

static void hosts_and_prefixes_are_found_and_their_neighbours_are_not(void **state)
{
	(void)state;
	expect_all("203.0.113.7");
	expect_all("203.0.113.0/24 198.51.100.9 198.51.100.11");
	expect_all("2001:db8::/32 2001:db9::1 2001:db9::3");
	expect_all("203.0.113.7 2001:db8::7");
}

static void ranges_cross_the_halves_of_an_address(void **state)
{
	(void)state;
	expect_all("10.0.0.0/8");
	expect_all("10.255.255.255 11.0.0.0");
	expect_all("10.0.0.0/15 10.2.0.0/24");
	expect_all("2001:db8:0:ffff:ffff:ffff:ffff:ffff 2001:db8:1::");
}

static void the_first_and_the_last_addresses_are_addresses_too(void **state)
{
	(void)state;
	expect_all("0.0.0.0 255.255.255.255");
	expect_all("0.0.0.0/1 128.0.0.0/1");
	expect_all("::/1 8000::/1");
	expect_all(":: ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
}

static void a_half_may_need_all_its_lines(void **state)
{
	struct ruleset ruleset;
	struct compiled compiled;
	struct blocklist *list;

	(void)state;
	ruleset_begin(&ruleset);
	list = blocklist_add(&ruleset, "one", "192.0.2.1");
	for (unsigned int host = 0; host < 65536; host += 2) {
		struct prefix prefix = {.family = 4, .length = 32};

		address_write(0x0a640000u + host, FAMILY_V4, prefix.address);
		assert_int_equal(prefix_list_add(&list->prefixes, &prefix), 0);
	}
	compiled = compile(&ruleset);
	expect_edges(&compiled, &list->prefixes);
	compiled_free(&compiled);
	ruleset_free(&ruleset);
}

static void several_lists_are_one_union(void **state)
{
	struct ruleset ruleset;
	struct compiled compiled;

	(void)state;
	ruleset_begin(&ruleset);
	blocklist_add(&ruleset, "one", "203.0.113.0/25 2001:db8::/48");
	blocklist_add(&ruleset, "two", "203.0.113.128/25 203.0.112.0/24 2001:db8:0:1::/64");
	compiled = compile(&ruleset);
	for (size_t i = 0; i < 2; i++)
		expect_edges(&compiled, &ruleset.blocklists[i].prefixes);
	compiled_free(&compiled);
	ruleset_free(&ruleset);
}

/* Of ten prefixes eight are hosts, as in the lists that people use. */
static uint8_t length_roll(struct dice *dice, uint8_t family)
{
	static const uint8_t v4[] = {20, 22, 24, 28, 31}, v6[] = {29, 32, 48, 56, 64};

	if (dice_below(dice, 10) < 8)
		return family == FAMILY_V4 ? 32 : 128;
	return family == FAMILY_V4 ? dice_pick(dice, v4) : dice_pick(dice, v6);
}

static struct prefix prefix_roll(struct dice *dice, uint8_t family)
{
	struct prefix prefix = {.family = family, .length = length_roll(dice, family)};
	address_value address = (address_value)dice_roll(dice) << 64 | dice_roll(dice);

	address_write(address & address_highest(family), family, prefix.address);
	address_write(prefix_range(&prefix).first, family, prefix.address);
	return prefix;
}

static void list_roll(struct dice *dice, uint8_t family, size_t count, struct blocklist *list)
{
	for (size_t i = 0; i < count; i++) {
		struct prefix prefix = prefix_roll(dice, family);

		assert_int_equal(prefix_list_add(&list->prefixes, &prefix), 0);
	}
}

/* One of two addresses is next to the edge of a listed prefix. */
static address_value address_by_chance(struct dice *dice, const struct prefix_list *prefixes, uint8_t family)
{
	struct address_range range =
		prefix_range(&prefixes->list[dice_below(dice, (uint32_t)prefixes->count)]);
	address_value address = (address_value)dice_roll(dice) << 64 | dice_roll(dice);

	if (dice_below(dice, 2))
		address = (dice_below(dice, 2) ? range.first : range.last) + dice_below(dice, 3) - 1;
	return address & address_highest(family);
}

static void expect_random_agreement(uint8_t family, size_t prefixes, size_t addresses)
{
	struct dice dice = {.state = family + prefixes};
	size_t listed = 0, differences = 0;
	struct ruleset ruleset;
	struct compiled compiled;
	struct blocklist *list;
	clock_t start;

	ruleset_begin(&ruleset);
	list = blocklist_add(&ruleset, "big", family == FAMILY_V4 ? "192.0.2.1" : "2001:db8::1");
	list_roll(&dice, family, prefixes - 1, list);
	start = clock();
	compiled = compile(&ruleset);
	print_message("%zu IPv%u prefixes: %zu KiB\n", prefixes, family,
		      compiled.table.count * sizeof(*compiled.table.lines) / 1024);
	print_message("compiled, model included, in %ld ms\n", (clock() - start) / (CLOCKS_PER_SEC / 1000));
	for (size_t i = 0; i < addresses; i++) {
		address_value address = address_by_chance(&dice, &list->prefixes, family);

		listed += searched(&compiled, family, address);
		differences += !agrees(&compiled, family, address);
	}
	assert_int_equal(differences, 0);
	assert_in_range(listed, addresses / 8, addresses - addresses / 8); /* both answers were asked for */
	compiled_free(&compiled);
	ruleset_free(&ruleset);
}

static void a_million_addresses_against_a_million_prefixes_differ_nowhere(void **state)
{
	(void)state;
	expect_random_agreement(FAMILY_V4, MILLION, MILLION);
}

static void nor_do_they_in_lists_of_other_sizes_and_ipv6(void **state)
{
	(void)state;
	expect_random_agreement(FAMILY_V6, 100000, 100000);
	expect_random_agreement(FAMILY_V4, 1000, 100000);
	expect_random_agreement(FAMILY_V4, 50000, 100000);
}

static void what_cannot_be_looked_up_is_listed(void **state)
{
	_cleanup_free_ struct rules *without_lines = calloc(1, sizeof(*without_lines));
	struct blocklist_table nothing = {0};
	struct tuple tuple = {.family = 4};

	(void)state;
	assert_non_null(without_lines);
	without_lines->header.blocklists.v6_boundaries = 2;
	without_lines->blocklist_gate[0] = 1;
	table_at_hand = &nothing;
	bpf_map_lookup_elem = table_lookup;
	assert_true(blocklists_hold(without_lines, &tuple));
	tuple.family = 6;
	assert_true(blocklists_hold(without_lines, &tuple));
	table_at_hand = NULL;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hosts_and_prefixes_are_found_and_their_neighbours_are_not),
		cmocka_unit_test(ranges_cross_the_halves_of_an_address),
		cmocka_unit_test(the_first_and_the_last_addresses_are_addresses_too),
		cmocka_unit_test(a_half_may_need_all_its_lines),
		cmocka_unit_test(several_lists_are_one_union),
		cmocka_unit_test(a_million_addresses_against_a_million_prefixes_differ_nowhere),
		cmocka_unit_test(nor_do_they_in_lists_of_other_sizes_and_ipv6),
		cmocka_unit_test(what_cannot_be_looked_up_is_listed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
