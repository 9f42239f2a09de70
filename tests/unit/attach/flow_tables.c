// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "attach/flow_tables.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void sizes_within_bounds_are_taken(void **state)
{
	uint32_t flows = 0;

	(void)state;
	assert_int_equal(flow_tables_parse("1024", &flows), 0);
	assert_int_equal(flows, 1024);
	assert_int_equal(flow_tables_parse("1048576", &flows), 0);
	assert_int_equal(flows, 1048576);
}

static void what_is_no_size_is_refused(void **state)
{
	static const char *const texts[] = {"",	     "1023",  "1048577", "-2048", "+2048",
					    " 2048", "2048k", "0x800",	 "2e4",	  "99999999999"};
	uint32_t flows = 7;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_int_equal(flow_tables_parse(texts[i], &flows), -EINVAL);
	assert_int_equal(flows, 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sizes_within_bounds_are_taken),
		cmocka_unit_test(what_is_no_size_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
