// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/excerpt.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { COLUMNS = 120 };

static void shows(const char *line, uint32_t column, const char *text, uint32_t caret)
{
	uint32_t at;
	size_t offset = characters_pass(slice_of(line), 0, column - 1);
	char *excerpt = excerpt_new(slice_of(line), offset, COLUMNS, &at);

	assert_non_null(excerpt);
	assert_string_equal(excerpt, text);
	assert_int_equal(at, caret);
	free(excerpt);
}

static void a_short_line_is_shown_whole(void **state)
{
	(void)state;
	shows("version: 2", 10, "version: 2", 9);
	shows("", 1, "", 0);
	shows("abc", 4, "abc", 3);
}

static void a_column_counts_characters_and_the_caret_columns(void **state)
{
	(void)state;
	shows("\xc3\xa4\tx", 3, "\xc3\xa4\\tx", 3);
	shows("\xff\xffx", 3, "\\xff\\xffx", 8);
	shows("\xe2\x80\xae.x", 3, "\\u202e.x", 7);
}

/* The same line, with the caret at every place. */
static void a_long_line_is_cut_around_the_caret(void **state)
{
	char line[401];

	(void)state;
	for (size_t i = 0; i < sizeof(line) - 1; i++)
		line[i] = (char)('a' + i % 26);
	line[sizeof(line) - 1] = '\0';
	for (uint32_t column = 1; column <= sizeof(line); column++) {
		uint32_t caret;
		char *excerpt = excerpt_new(slice_of(line), column - 1, COLUMNS, &caret);

		assert_non_null(excerpt);
		assert_in_range(strlen(excerpt), 110, COLUMNS);
		assert_true(caret <= strlen(excerpt));
		assert_int_equal(excerpt[caret], line[column - 1]);
		assert_int_equal(slice_has_prefix(slice_of(excerpt), "..."), column > COLUMNS / 2 + 1);
		free(excerpt);
	}
}

static void a_line_of_120_columns_is_not_cut(void **state)
{
	char line[COLUMNS + 2];
	uint32_t caret;
	char *excerpt;

	(void)state;
	memset(line, 'x', sizeof(line));
	line[COLUMNS] = '\0';
	shows(line, 60, line, 59);
	line[COLUMNS] = 'x';
	line[COLUMNS + 1] = '\0';
	excerpt = excerpt_new(slice_of(line), 0, COLUMNS, &caret);
	assert_int_equal(strlen(excerpt), COLUMNS);
	assert_true(slice_has_suffix(slice_of(excerpt), "x..."));
	free(excerpt);
}

static void escapes_count_as_wide_as_they_are(void **state)
{
	char line[301];
	uint32_t caret;
	char *excerpt;

	(void)state;
	memset(line, 1, sizeof(line) - 1);
	line[300] = '\0';
	excerpt = excerpt_new(slice_of(line), 149, COLUMNS, &caret);
	assert_in_range(strlen(excerpt), 100, COLUMNS);
	assert_int_equal(excerpt[caret], '\\');
	free(excerpt);
}

/* Wherever a wide or an invalid character stands between runs of ASCII, short and long. */
static void characters_are_counted_one_by_one(void **state)
{
	static const char *const wide[] = {"\xc3\xa4", "\xe6\x97\xa5", "\xf0\x9f\x98\x80", "\xff",
					   "\xe6\x97"};
	char line[128];

	(void)state;
	for (unsigned int before = 0; before < 40; before++) {
		for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++) {
			size_t size = i == 4 ? 1 : strlen(wide[i]);

			snprintf(line, sizeof(line), "%*s%s%*s", (int)before, "", wide[i], 40, "");
			for (unsigned int column = 0; column <= before; column++)
				assert_int_equal(characters_pass(slice_of(line), 0, column), column);
			assert_int_equal(characters_pass(slice_of(line), 0, before + 1), before + size);
			assert_int_equal(characters_pass(slice_of(line), before, 1), before + size);
			assert_int_equal(characters_pass(slice_of(line), 0, before + 20), before + size + 19);
			assert_int_equal(characters_pass(slice_of(line), 0, 1000), strlen(line));
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_short_line_is_shown_whole),
		cmocka_unit_test(a_column_counts_characters_and_the_caret_columns),
		cmocka_unit_test(a_long_line_is_cut_around_the_caret),
		cmocka_unit_test(a_line_of_120_columns_is_not_cut),
		cmocka_unit_test(escapes_count_as_wide_as_they_are),
		cmocka_unit_test(characters_are_counted_one_by_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
