// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "attach/interface.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void the_loopback_is_found(void **state)
{
	struct interface interface;

	(void)state;
	assert_int_equal(interface_find("lo", &interface), 0);
	assert_string_equal(interface.name, "lo");
	assert_int_equal(interface.ifindex, 1);
	assert_true(interface.mtu > 0);
	assert_false(interface.lro);
}

static void what_is_no_interface_leaves_the_result_alone(void **state)
{
	static const char *const names[] = {"nosuch0", "", "a-name-of-sixteen", "../lo"};
	struct interface interface = {.ifindex = 42};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		assert_int_equal(interface_find(names[i], &interface), -ENODEV);
	assert_int_equal(interface.ifindex, 42);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_loopback_is_found),
		cmocka_unit_test(what_is_no_interface_leaves_the_result_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
