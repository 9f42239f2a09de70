// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/list_difference.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cleanup.h"
#include "rules/rules.h"
#include "tests/harness/ruleset.h"

/* A compiled list. */
struct side {
	struct rules *rules;
	struct blocklist_table table;
	struct listing listing;
};

static void side_make(const char *prefixes, struct side *ret)
{
	_cleanup_(ruleset_free) struct ruleset ruleset = {};
	struct diagnostics d = {};

	ruleset_begin(&ruleset);
	if (prefixes)
		blocklist_add(&ruleset, "them", prefixes);
	*ret = (struct side){};
	assert_int_equal(ruleset_compile(&ruleset, &d, &ret->rules), 0);
	assert_int_equal(blocklists_compile(&ruleset, ret->rules, &ret->table), 0);
	ret->listing = (struct listing){&ret->rules->header.blocklists, &ret->table};
}

static void side_free(struct side *side)
{
	free(side->rules);
	blocklist_table_free(&side->table);
}

/* What one list holds and the other does not: so many ranges and IPv4 addresses, and the first prefixes of it. */
static void assert_difference(const char *one, const char *other, uint64_t ranges, uint64_t addresses,
			      const char *examples)
{
	_cleanup_(list_difference_free) struct list_difference difference = {};
	_cleanup_(side_free) struct side a, b;
	char text[LIST_EXAMPLES * PREFIX_TEXT_SIZE] = "", prefix[PREFIX_TEXT_SIZE];

	side_make(one, &a);
	side_make(other, &b);
	assert_int_equal(listing_compare(&a.listing, &b.listing, &difference), 0);
	for (size_t i = 0; i < difference.examples.count; i++) {
		prefix_format(&difference.examples.list[i], prefix);
		strcat(strcat(text, i ? " " : ""), prefix);
	}
	assert_int_equal(difference.ranges, ranges);
	assert_int_equal(difference.v4_addresses, addresses);
	assert_string_equal(text, examples);
}

static void a_list_does_not_differ_from_itself(void **state)
{
	static const char list[] = "203.0.113.0/24 10.0.0.0/7 2001:db8::/32 255.255.255.255 "
				   "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff";

	(void)state;
	assert_difference(list, list, 0, 0, "");
	assert_difference(NULL, NULL, 0, 0, "");
}

static void no_list_holds_nothing(void **state)
{
	(void)state;
	assert_difference(NULL, "203.0.113.0/24", 0, 0, "");
	assert_difference("203.0.113.0/24 2001:db8::1", NULL, 2, 256, "203.0.113.0/24 2001:db8::1/128");
}

static void a_range_is_cut_by_what_the_other_holds(void **state)
{
	(void)state;
	assert_difference("203.0.113.0/28", "203.0.113.4 203.0.113.8/30", 3, 11,
			  "203.0.113.0/30 203.0.113.5/32 203.0.113.6/31 203.0.113.12/30");
	assert_difference("203.0.113.4 203.0.113.8/30", "203.0.113.0/28", 0, 0, "");
	assert_difference("2001:db8::/127", "2001:db8::1", 1, 0, "2001:db8::/128");
}

static void a_range_over_many_upper_halves_is_one(void **state)
{
	(void)state;
	assert_difference("10.0.0.0/7", NULL, 1, 1 << 25, "10.0.0.0/7");
	assert_difference("10.0.0.0/7", "10.255.0.0/16", 2, (1 << 25) - (1 << 16),
			  "10.0.0.0/9 10.128.0.0/10 10.192.0.0/11 10.224.0.0/12 10.240.0.0/13");
}

static void a_list_up_to_the_last_address_has_its_end(void **state)
{
	(void)state;
	assert_difference("255.255.255.254/31", "255.255.255.254", 1, 1, "255.255.255.255/32");
	assert_difference("ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe/127",
			  "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", 1, 0,
			  "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe/128");
}

static void lines_that_lead_nowhere_are_refused(void **state)
{
	_cleanup_(list_difference_free) struct list_difference difference = {};
	_cleanup_(side_free) struct side side;
	struct rules_blocklists where;
	struct listing damaged;

	(void)state;
	side_make("203.0.113.0/24 2001:db8::/32", &side);
	where = side.rules->header.blocklists;
	damaged = (struct listing){&where, &side.table};
	where.v6_boundaries = 1 << 20;
	assert_int_equal(listing_compare(&damaged, &damaged, &difference), -EBADMSG);
	where = side.rules->header.blocklists;
	where.v4_index = where.lines;
	assert_int_equal(listing_compare(&damaged, &damaged, &difference), -EBADMSG);
	where = side.rules->header.blocklists;
	side.table.lines[where.v4_index + (203 << 8) / BLOCKLIST_INDEX_ENTRIES].index[0].first = UINT32_MAX;
	assert_int_equal(listing_compare(&side.listing, &side.listing, &difference), -EBADMSG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_list_does_not_differ_from_itself),
		cmocka_unit_test(no_list_holds_nothing),
		cmocka_unit_test(a_range_is_cut_by_what_the_other_holds),
		cmocka_unit_test(a_range_over_many_upper_halves_is_one),
		cmocka_unit_test(a_list_up_to_the_last_address_has_its_end),
		cmocka_unit_test(lines_that_lead_nowhere_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
