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

/* A stateless rule set needs nothing that this build lacks. */
static struct service *stateless(struct ruleset *ruleset)
{
	ruleset_begin(ruleset);
	ruleset->state = STATE_NONE;
	return ruleset_add(ruleset, "sip", "5060", "5060", NULL);
}

static void a_stateless_rule_set_is_supported(void **state)
{
	struct ruleset ruleset = {0};

	(void)state;
	stateless(&ruleset);
	accepted(&ruleset);
}

static void servers_are_supported_with_state(void **state)
{
	struct ruleset ruleset = {0};

	(void)state;
	ruleset_begin(&ruleset);
	ruleset_add(&ruleset, "sip", "5060", NULL, "198.51.100.0/24")->direction = DIRECTION_IN;
	accepted(&ruleset);
}

static void no_services_are_supported(void **state)
{
	struct ruleset ruleset = {0};

	(void)state;
	ruleset_begin(&ruleset);
	accepted(&ruleset);
}

static void dynamic_ranges_are_open_without_state(void **state)
{
	struct ruleset ruleset = {0};

	(void)state;
	stateless(&ruleset)->dynamic = true;
	accepted(&ruleset);
}

static void replies_need_state(void **state)
{
	struct ruleset ruleset = {0};

	(void)state;
	ruleset_begin(&ruleset);
	ruleset_add(&ruleset, "sip", "5060", NULL, NULL);
	lacking(&ruleset, "service sip has `direction: both`");
	ruleset_begin(&ruleset);
	ruleset_add(&ruleset, "dns", NULL, "53", NULL)->direction = DIRECTION_OUT;
	lacking(&ruleset, "service dns has `direction: out`");
	ruleset_begin(&ruleset);
	ruleset_add(&ruleset, "rtp", NULL, "1024-65535", NULL)->dynamic = true;
	lacking(&ruleset, "`dynamic: true`");
}

static void keys_of_a_service_are_named(void **state)
{
	struct ruleset ruleset = {0};

	(void)state;
	stateless(&ruleset)->total = (struct rate){.packets = 1, .period_s = 1, .burst = 1};
	lacking(&ruleset, "`limit`");
	stateless(&ruleset)->timeout_s = 90;
	lacking(&ruleset, "`timeout`");
	stateless(&ruleset)->critical = true;
	lacking(&ruleset, "`critical: true`");
}

static void keys_of_the_file_are_named(void **state)
{
	struct ruleset ruleset = {0};

	(void)state;
	stateless(&ruleset);
	ruleset.outbound = OUTBOUND_ANY;
	lacking(&ruleset, "`outbound: any`");
	stateless(&ruleset);
	ruleset.outbound = OUTBOUND_ENFORCE;
	lacking(&ruleset, "`outbound: enforce`");
	stateless(&ruleset);
	ruleset.fragments = FRAGMENTS_LENIENT;
	lacking(&ruleset, "`fragments: lenient`");
	stateless(&ruleset);
	prefixes_add(&ruleset.never_block, "198.51.100.1");
	lacking(&ruleset, "`never_block`");
	stateless(&ruleset);
	blocklist_add(&ruleset, "drop", "203.0.113.0/24");
	lacking(&ruleset, "`blocklists`");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_stateless_rule_set_is_supported),
		cmocka_unit_test(servers_are_supported_with_state),
		cmocka_unit_test(no_services_are_supported),
		cmocka_unit_test(dynamic_ranges_are_open_without_state),
		cmocka_unit_test(replies_need_state),
		cmocka_unit_test(keys_of_a_service_are_named),
		cmocka_unit_test(keys_of_the_file_are_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
