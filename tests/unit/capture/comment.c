// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/capture/comment.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static void a_comment_names_verdict_reason_and_service(void **state)
{
	char text[COMMENT_SIZE];

	(void)state;
	comment_format(false, REASON_PEER, "sip", text);
	assert_string_equal(text, "ucgate: drop peer (sip): a service lists the port, not this address");
	comment_format(true, REASON_FLOW, "rtp", text);
	assert_string_equal(text, "ucgate: pass flow (rtp): belongs to a learned flow");
}

static void without_a_service_none_is_named(void **state)
{
	char text[COMMENT_SIZE];

	(void)state;
	comment_format(false, REASON_NOT_ALLOWED, NULL, text);
	assert_string_equal(text, "ucgate: drop not-allowed: nothing matches");
	comment_format(false, REASON_NOT_ALLOWED, "", text);
	assert_string_equal(text, "ucgate: drop not-allowed: nothing matches");
}

static void what_only_monitor_lets_pass_would_be_dropped(void **state)
{
	char text[COMMENT_SIZE];

	(void)state;
	comment_format(true, REASON_NOT_ALLOWED, NULL, text);
	assert_string_equal(text, "ucgate: would drop not-allowed: nothing matches");
}

static void what_panic_lets_pass_has_no_reason(void **state)
{
	char text[COMMENT_SIZE];

	(void)state;
	comment_format(true, REASON_NONE, NULL, text);
	assert_string_equal(text, "ucgate: pass -: there are no rules to judge by");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_comment_names_verdict_reason_and_service),
		cmocka_unit_test(without_a_service_none_is_named),
		cmocka_unit_test(what_only_monitor_lets_pass_would_be_dropped),
		cmocka_unit_test(what_panic_lets_pass_has_no_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
