// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void a_key_has_one_row_in_its_scope(void **state)
{
	(void)state;
	for (const struct key_row *row = schema; row->name; row++)
		for (const struct key_row *other = schema; other < row; other++)
			assert_false(row->scope == other->scope && strcmp(row->name, other->name) == 0);
}

static void the_form_of_a_key_begins_with_the_key(void **state)
{
	(void)state;
	for (const struct key_row *row = schema; row->name; row++) {
		assert_true(slice_has_prefix(slice_of(row->form), row->name));
		assert_int_equal(row->form[strlen(row->name)], ':');
		assert_non_null(row->read);
	}
}

static void only_lists_that_may_do_nothing_may_be_empty(void **state)
{
	(void)state;
	for (const struct key_row *row = schema; row->name; row++) {
		bool may = !strcmp(row->name, "services") || !strcmp(row->name, "never_block") ||
			   !strcmp(row->name, "blocklists");

		assert_int_equal((row->flags & KEY_MAY_BE_EMPTY) != 0, may);
	}
}

static void every_essential_is_a_key(void **state)
{
	size_t count = 0;

	(void)state;
	for (const struct key_row *row = schema; row->name; row++)
		count += row->scope == SCOPE_ESSENTIALS;
	assert_int_equal(count, ESSENTIALS_COUNT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_key_has_one_row_in_its_scope),
		cmocka_unit_test(the_form_of_a_key_begins_with_the_key),
		cmocka_unit_test(only_lists_that_may_do_nothing_may_be_empty),
		cmocka_unit_test(every_essential_is_a_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
