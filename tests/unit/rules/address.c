// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/address.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cleanup.h"
#include "tests/harness/ruleset.h"

/* The prefixes of a text, merged and split again, as text. */
static void merged_expect(unsigned int family, unsigned int shortest, const char *given, const char *wanted)
{
	_cleanup_(address_ranges_free) struct address_ranges ranges = {0};
	struct prefix_list prefixes = {0}, again = {0};
	char text[1024] = "", one[PREFIX_TEXT_SIZE];

	prefixes_add(&prefixes, given);
	assert_int_equal(address_ranges_add(&ranges, &prefixes, family), 0);
	address_ranges_merge(&ranges);
	assert_int_equal(address_ranges_split(&ranges, family, shortest, &again), 0);
	for (size_t i = 0; i < again.count; i++) {
		prefix_format(&again.list[i], one);
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s%s", i ? " " : "", one);
	}
	assert_string_equal(text, wanted);
	free(prefixes.list);
	free(again.list);
}

static void duplicates_and_overlaps_are_merged(void **state)
{
	(void)state;
	merged_expect(FAMILY_V4, 0, "10.0.0.0/8 10.1.0.0/16 10.0.0.0/8 10.255.255.255", "10.0.0.0/8");
	merged_expect(FAMILY_V6, 0, "2001:db8::/32 2001:db8:1::/48", "2001:db8::/32");
}

static void neighbours_become_one_prefix(void **state)
{
	(void)state;
	merged_expect(FAMILY_V4, 0, "192.0.2.128/25 192.0.2.0/25", "192.0.2.0/24");
	merged_expect(FAMILY_V6, 0, "2001:db8:0:8000::/49 2001:db8::/49", "2001:db8::/48");
}

static void ranges_become_the_fewest_prefixes(void **state)
{
	(void)state;
	merged_expect(FAMILY_V4, 0, "10.0.0.1 10.0.0.2 10.0.0.3 10.0.0.4",
		      "10.0.0.1/32 10.0.0.2/31 10.0.0.4/32");
}

static void both_ends_of_the_address_space_are_kept(void **state)
{
	(void)state;
	merged_expect(FAMILY_V4, 0, "0.0.0.0 255.255.255.255", "0.0.0.0/32 255.255.255.255/32");
	merged_expect(FAMILY_V6, 0, "::/128 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
		      "::/128 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128");
}

static void a_whole_family_is_one_prefix_or_two_halves(void **state)
{
	(void)state;
	merged_expect(FAMILY_V4, 0, "0.0.0.0/1 128.0.0.0/1", "0.0.0.0/0");
	merged_expect(FAMILY_V4, 1, "0.0.0.0/0", "0.0.0.0/1 128.0.0.0/1");
	merged_expect(FAMILY_V6, 0, "::/1 8000::/1", "::/0");
	merged_expect(FAMILY_V6, 1, "::/0", "::/1 8000::/1");
}

static void families_do_not_mix(void **state)
{
	(void)state;
	merged_expect(FAMILY_V4, 0, "::/0 192.0.2.1", "192.0.2.1/32");
	merged_expect(FAMILY_V6, 0, "0.0.0.0/0 2001:db8::1", "2001:db8::1/128");
}

static void an_address_survives_reading_and_writing(void **state)
{
	static const uint8_t address[16] = {0x20, 0x01, 0x0d, 0xb8, [15] = 1};
	uint8_t again[16];

	(void)state;
	address_write(address_read(address, FAMILY_V6), FAMILY_V6, again);
	assert_memory_equal(again, address, 16);
	address_write(address_read(address, FAMILY_V4), FAMILY_V4, again);
	assert_memory_equal(again, "\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0", 16);
}

static struct address_range range_of(const char *text)
{
	struct prefix_list prefixes = {0};
	struct address_range range;

	prefixes_add(&prefixes, text);
	range = prefix_range(prefixes.list);
	free(prefixes.list);
	return range;
}

static void ranges_know_what_they_meet_and_hold(void **state)
{
	_cleanup_(address_ranges_free) struct address_ranges ranges = {0};
	struct prefix_list prefixes = {0};

	(void)state;
	prefixes_add(&prefixes, "10.0.0.0/24 10.0.2.0/24");
	assert_int_equal(address_ranges_add(&ranges, &prefixes, FAMILY_V4), 0);
	address_ranges_merge(&ranges);
	assert_true(address_ranges_meet(&ranges, range_of("10.0.0.0/8")));
	assert_false(address_ranges_hold(&ranges, range_of("10.0.0.0/8")));
	assert_true(address_ranges_hold(&ranges, range_of("10.0.2.128/25")));
	assert_false(address_ranges_meet(&ranges, range_of("10.0.1.0/24")));
	assert_false(address_ranges_meet(&ranges, range_of("9.255.255.255")));
	assert_false(address_ranges_meet(&ranges, range_of("10.0.3.0")));
	free(prefixes.list);
}

static void nothing_is_in_no_ranges(void **state)
{
	struct address_ranges none = {0};

	(void)state;
	address_ranges_merge(&none);
	assert_false(address_ranges_meet(&none, range_of("0.0.0.0/0")));
	assert_false(address_ranges_hold(&none, range_of("10.0.0.1")));
}

static void edges_of(struct address_edges *edges, const char *prefixes, uint64_t bit)
{
	_cleanup_(address_ranges_free) struct address_ranges ranges = {0};
	struct prefix_list list = {0};

	prefixes_add(&list, prefixes);
	assert_int_equal(address_ranges_add(&ranges, &list, FAMILY_V4), 0);
	address_ranges_merge(&ranges);
	assert_int_equal(address_edges_add(edges, &ranges, FAMILY_V4, (struct address_row){.peer = bit}), 0);
	free(list.list);
}

static void edge_expect(const struct address_edge *edge, uint32_t at, uint64_t mask)
{
	assert_int_equal((uint32_t)edge->at, at);
	assert_int_equal(edge->mask.peer, mask);
}

static void sets_are_flattened_to_masks(void **state)
{
	_cleanup_(address_edges_free) struct address_edges edges = {0};

	(void)state;
	edges_of(&edges, "10.0.0.0/8", 1);
	edges_of(&edges, "10.1.0.0/16 255.0.0.0/8", 2);
	assert_int_equal(address_edges_flatten(&edges), 0);
	assert_int_equal(edges.count, 6);
	edge_expect(&edges.list[0], 0, 0);
	edge_expect(&edges.list[1], 0x0a000000, 1);
	edge_expect(&edges.list[2], 0x0a010000, 3);
	edge_expect(&edges.list[3], 0x0a020000, 1);
	edge_expect(&edges.list[4], 0x0b000000, 0);
	edge_expect(&edges.list[5], 0xff000000, 2);
}

static void edges_that_change_nothing_are_left_out(void **state)
{
	_cleanup_(address_edges_free) struct address_edges edges = {0};

	(void)state;
	/* Service 1 ends where service 2 begins; a third one spans both without an edge there. */
	edges_of(&edges, "0.0.0.0/0", 4);
	edges_of(&edges, "10.0.0.0/9", 1);
	edges_of(&edges, "10.128.0.0/9", 2);
	assert_int_equal(address_edges_flatten(&edges), 0);
	assert_int_equal(edges.count, 4);
	edge_expect(&edges.list[0], 0, 4);
	edge_expect(&edges.list[1], 0x0a000000, 5);
	edge_expect(&edges.list[2], 0x0a800000, 6);
	edge_expect(&edges.list[3], 0x0b000000, 4);
}

static void no_sets_leave_one_edge_at_zero(void **state)
{
	_cleanup_(address_edges_free) struct address_edges edges = {0};

	(void)state;
	assert_int_equal(address_edges_flatten(&edges), 0);
	assert_int_equal(edges.count, 1);
	edge_expect(&edges.list[0], 0, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(duplicates_and_overlaps_are_merged),
		cmocka_unit_test(neighbours_become_one_prefix),
		cmocka_unit_test(ranges_become_the_fewest_prefixes),
		cmocka_unit_test(both_ends_of_the_address_space_are_kept),
		cmocka_unit_test(a_whole_family_is_one_prefix_or_two_halves),
		cmocka_unit_test(families_do_not_mix),
		cmocka_unit_test(an_address_survives_reading_and_writing),
		cmocka_unit_test(ranges_know_what_they_meet_and_hold),
		cmocka_unit_test(nothing_is_in_no_ranges),
		cmocka_unit_test(sets_are_flattened_to_masks),
		cmocka_unit_test(edges_that_change_nothing_are_left_out),
		cmocka_unit_test(no_sets_leave_one_edge_at_zero),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
