// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/validate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/harness/ruleset.h"

/* What is said about a rule set: so many errors and warnings, the first of which holds the text. */
static void said(struct ruleset *ruleset, size_t errors, size_t warnings, const char *text)
{
	struct diagnostics d = {0};

	ruleset_validate(ruleset, &d);
	assert_int_equal(d.errors, errors);
	assert_int_equal(d.warnings, warnings);
	if (text)
		assert_non_null(strstr(d.list[0].text, text));
	diagnostics_free(&d);
	ruleset_free(ruleset);
}

static struct service *one_service(struct ruleset *ruleset, const char *peers)
{
	ruleset_begin(ruleset);
	return ruleset_add(ruleset, "sip", "5060", NULL, peers);
}

static void a_plain_service_is_right(void **state)
{
	struct ruleset ruleset;

	(void)state;
	one_service(&ruleset, "198.51.100.0/24");
	said(&ruleset, 0, 0, NULL);
}

static void dynamic_cannot_have_protocols(void **state)
{
	struct ruleset ruleset;
	struct service *service = one_service(&ruleset, NULL);

	(void)state;
	service->dynamic = true;
	protocols_add(service, "50");
	said(&ruleset, 1, 0, "`protocols`");
}

static void dynamic_cannot_be_for_sessions_in(void **state)
{
	struct ruleset ruleset;
	struct service *service = one_service(&ruleset, NULL);

	(void)state;
	service->dynamic = true;
	service->direction = DIRECTION_IN;
	said(&ruleset, 1, 0, "`direction: in`");
}

static void critical_needs_peers(void **state)
{
	struct ruleset ruleset;

	(void)state;
	one_service(&ruleset, NULL)->critical = true;
	said(&ruleset, 1, 0, "needs `peers`");
}

static void peers_that_could_not_be_read_are_not_missed(void **state)
{
	struct ruleset ruleset;
	struct service *service = one_service(&ruleset, NULL);

	(void)state;
	service->critical = true;
	service->peers.place = service->place;
	said(&ruleset, 0, 0, NULL);
}

static void every_address_as_peers_is_a_warning(void **state)
{
	struct ruleset ruleset;

	(void)state;
	one_service(&ruleset, "0.0.0.0/0");
	said(&ruleset, 0, 1, "every IPv4 address");
	one_service(&ruleset, "::/0");
	said(&ruleset, 0, 1, "every IPv6 address");
}

static void every_address_is_an_error_where_it_guards(void **state)
{
	struct ruleset ruleset;

	(void)state;
	one_service(&ruleset, "0.0.0.0/0")->critical = true;
	said(&ruleset, 1, 0, "critical");
	one_service(&ruleset, NULL);
	prefixes_add(&ruleset.never_block, "::/0");
	said(&ruleset, 1, 0, "`never_block`");
	one_service(&ruleset, NULL);
	blocklist_add(&ruleset, "drop", "0.0.0.0/0");
	said(&ruleset, 1, 0, "blocklist");
}

static void peers_inside_bogons_are_errors(void **state)
{
	static const char *const bogons[] = {"0.0.0.0/8",   "127.0.0.1",       "224.0.0.0/4", "240.0.0.0/4",
					     "224.0.0.0/3", "255.255.255.255", "::",	      "::1",
					     "::/127",	    "ff02::/16"};
	struct ruleset ruleset;

	(void)state;
	for (size_t i = 0; i < sizeof(bogons) / sizeof(bogons[0]); i++) {
		one_service(&ruleset, bogons[i]);
		said(&ruleset, 1, 0, "bogon");
	}
}

static void peers_beside_bogons_are_right(void **state)
{
	struct ruleset ruleset;

	(void)state;
	one_service(
		&ruleset,
		"1.0.0.0/8 126.0.0.0/8 128.0.0.0/8 223.255.255.255 ::2 ::/126 fe00::/8 10.0.0.0/8 0.0.0.0/1");
	said(&ruleset, 0, 0, NULL);
}

static void a_blocklist_over_critical_peers_is_an_error(void **state)
{
	struct ruleset ruleset;

	(void)state;
	one_service(&ruleset, "198.51.100.0/24")->critical = true;
	blocklist_add(&ruleset, "drop", "203.0.113.0/24 198.51.0.0/16 198.51.100.7");
	said(&ruleset, 2, 0, "198.51.0.0/16 overlaps the `peers` of critical service sip");
	one_service(&ruleset, "198.51.100.0/24");
	blocklist_add(&ruleset, "drop", "198.51.0.0/16");
	said(&ruleset, 0, 0, NULL);
}

static void several_errors_are_all_said(void **state)
{
	struct ruleset ruleset;
	struct service *service = one_service(&ruleset, "127.0.0.1 0.0.0.0/0");

	(void)state;
	service->dynamic = true;
	service->direction = DIRECTION_IN;
	prefixes_add(&ruleset.never_block, "0.0.0.0/0");
	said(&ruleset, 3, 1, NULL);
}

static void limits_are_errors_with_numbers(void **state)
{
	struct ruleset ruleset;
	char name[16];

	(void)state;
	ruleset_begin(&ruleset);
	for (int i = 0; i < 70; i++) {
		snprintf(name, sizeof(name), "s%d", i);
		ruleset_add(&ruleset, name, "443", NULL, NULL);
	}
	said(&ruleset, 1, 0, "70 services: the limit is 64");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plain_service_is_right),
		cmocka_unit_test(dynamic_cannot_have_protocols),
		cmocka_unit_test(dynamic_cannot_be_for_sessions_in),
		cmocka_unit_test(critical_needs_peers),
		cmocka_unit_test(peers_that_could_not_be_read_are_not_missed),
		cmocka_unit_test(every_address_as_peers_is_a_warning),
		cmocka_unit_test(every_address_is_an_error_where_it_guards),
		cmocka_unit_test(peers_inside_bogons_are_errors),
		cmocka_unit_test(peers_beside_bogons_are_right),
		cmocka_unit_test(a_blocklist_over_critical_peers_is_an_error),
		cmocka_unit_test(several_errors_are_all_said),
		cmocka_unit_test(limits_are_errors_with_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
