// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rules/rules.h"
#include "tests/harness/ruleset.h"

/* Refused with one error that names the key. */
static void lacking(struct ruleset *ruleset, const char *key)
{
	struct diagnostics d = {0};

	assert_int_equal(ruleset_supported(ruleset, &d), -EOPNOTSUPP);
	assert_int_equal(d.errors, 1);
	assert_non_null(strstr(d.list[0].text, key));
	diagnostics_free(&d);
	ruleset_free(ruleset);
}

static void accepted(struct ruleset *ruleset)
{
	struct diagnostics d = {0};

	assert_int_equal(ruleset_supported(ruleset, &d), 0);
	assert_int_equal(d.errors, 0);
	diagnostics_free(&d);
	ruleset_free(ruleset);
}

static struct service *phone(struct ruleset *ruleset)
{
	ruleset_begin(ruleset);
	return ruleset_add(ruleset, "sip", "5060", "5060", "198.51.100.0/24");
}

static void no_services_are_supported(void **state)
{
	struct ruleset ruleset = {0};

	(void)state;
	ruleset_begin(&ruleset);
	accepted(&ruleset);
}

static void a_stateless_rule_set_is_supported(void **state)
{
	struct ruleset ruleset = {0};

	(void)state;
	phone(&ruleset);
	ruleset.state = STATE_NONE;
	accepted(&ruleset);
}

static void sessions_of_either_side_are_supported(void **state)
{
	struct ruleset ruleset = {0};

	(void)state;
	phone(&ruleset)->timeout_s = 90;
	ruleset_add(&ruleset, "dns", NULL, "53", NULL)->direction = DIRECTION_OUT;
	ruleset_add(&ruleset, "rtp", NULL, "1024-65535", NULL)->dynamic = true;
	accepted(&ruleset);
}

static void limits_are_supported(void **state)
{
	struct ruleset ruleset = {0};

	(void)state;
	phone(&ruleset)->total = (struct rate){.packets = 1, .period_s = 1, .burst = 1};
	prefixes_add(&ruleset.never_block, "198.51.100.1");
	accepted(&ruleset);
}

static void every_way_with_outbound_packets_and_fragments_is_supported(void **state)
{
	struct ruleset ruleset = {0};

	(void)state;
	phone(&ruleset);
	ruleset.outbound = OUTBOUND_ANY;
	accepted(&ruleset);
	phone(&ruleset);
	ruleset.outbound = OUTBOUND_ENFORCE;
	ruleset.fragments = FRAGMENTS_LENIENT;
	accepted(&ruleset);
}

static void what_is_lacking_is_named(void **state)
{
	struct ruleset ruleset = {0};

	(void)state;
	phone(&ruleset)->critical = true;
	lacking(&ruleset, "`critical: true`");
	phone(&ruleset);
	blocklist_add(&ruleset, "drop", "203.0.113.0/24");
	lacking(&ruleset, "`blocklists`");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_services_are_supported),
		cmocka_unit_test(a_stateless_rule_set_is_supported),
		cmocka_unit_test(sessions_of_either_side_are_supported),
		cmocka_unit_test(limits_are_supported),
		cmocka_unit_test(every_way_with_outbound_packets_and_fragments_is_supported),
		cmocka_unit_test(what_is_lacking_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
