// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/diagnostic.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rules/source.h"

static struct source *source_fake(struct diagnostics *d, const char *name, const char *text)
{
	struct source *source = calloc(1, sizeof(*source));
	uint32_t line = 1;

	source->name = strdup(name);
	for (const char *end; (end = strchr(text, '\n')); text = end + 1)
		source_keep(source, line++, (struct slice){text, (size_t)(end - text)});
	diagnostics_own(d, source);
	return source;
}

static void prints(const struct diagnostics *d, const char *expected)
{
	char *text = NULL;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	diagnostics_print(d, out, false);
	fclose(out);
	assert_string_equal(text, expected);
	free(text);
}

static void a_message_has_place_line_and_caret(void **state)
{
	struct diagnostics d = {};
	struct source *source = source_fake(&d, "a.yaml", "one\ntwo three\n");

	(void)state;
	diagnose(&d, SEVERITY_WARNING, (struct place){source, 2, 5}, "%s is odd", "this");
	prints(&d, "a.yaml:2:5: warning: this is odd\ntwo three\n    ^\n");
	diagnostics_free(&d);
}

static void a_message_about_a_file_has_no_place(void **state)
{
	struct diagnostics d = {};

	(void)state;
	diagnose_file(&d, "x\ty", "cannot be read");
	prints(&d, "x\\ty: error: cannot be read\n");
	diagnostics_free(&d);
}

static void messages_come_in_the_order_of_files_lines_and_columns(void **state)
{
	struct diagnostics d = {};
	struct source *first = source_fake(&d, "a", "x\ny\n"), *second = source_fake(&d, "b", "z\n");

	(void)state;
	diagnose(&d, SEVERITY_ERROR, (struct place){second, 1, 1}, "5");
	diagnose(&d, SEVERITY_NOTE, (struct place){first, 2, 1}, "4");
	diagnose(&d, SEVERITY_ERROR, (struct place){first, 1, 2}, "2");
	diagnose(&d, SEVERITY_ERROR, (struct place){first, 1, 2}, "3");
	diagnose(&d, SEVERITY_ERROR, (struct place){first, 1, 1}, "1");
	for (size_t i = 0; i < d.count; i++)
		assert_int_equal(d.list[i].text[0], '1' + (int)i);
	diagnostics_free(&d);
}

static void only_the_first_hundred_are_kept_and_the_rest_is_counted(void **state)
{
	struct diagnostics d = {};
	struct source *source = source_fake(&d, "a", "x\n");

	(void)state;
	for (uint32_t i = 150; i > 0; i--)
		diagnose(&d, SEVERITY_ERROR, (struct place){source, 1, i}, "said");
	assert_int_equal(d.count, 100);
	assert_int_equal(d.errors, 150);
	assert_int_equal(diagnostics_more(&d), 50);
	assert_int_equal(d.list[99].place.column, 100);
	diagnostics_free(&d);
}

static void an_error_is_kept_before_warnings(void **state)
{
	struct diagnostics d = {};
	struct source *source = source_fake(&d, "a", "x\n");

	(void)state;
	for (uint32_t i = 1; i <= 200; i++)
		diagnose(&d, i % 2 ? SEVERITY_WARNING : SEVERITY_NOTE, (struct place){source, 1, i}, "said");
	diagnose(&d, SEVERITY_ERROR, (struct place){source, 1, 300}, "the error");
	diagnose(&d, SEVERITY_NOTE, (struct place){source, 1, 1}, "too late");
	assert_string_equal(d.list[99].text, "the error");
	assert_int_equal(d.count, 100);
	assert_int_equal(d.errors, 1);
	for (size_t i = 0; i < d.count; i++)
		assert_int_not_equal(d.list[i].severity, SEVERITY_NOTE);
	diagnostics_free(&d);
}

static void what_is_echoed_is_escaped(void **state)
{
	struct diagnostics d = {};
	struct source *source = source_fake(&d, "a\x1b", "\x1b[2J \xe2\x80\xae\n");

	(void)state;
	diagnose(&d, SEVERITY_ERROR, (struct place){source, 1, 5}, "bad \x07 \xff");
	prints(&d, "a\\x1b:1:5: error: bad \\x07 \\xff\n\\x1b[2J \\u202e\n       ^\n");
	diagnostics_free(&d);
}

/* Each message begins to count where the last one ended, or anew. */
static void many_places_in_one_line_are_all_found(void **state)
{
	static const uint32_t columns[] = {3, 3, 5, 2, 6, 1, 4};
	struct diagnostics d = {};
	struct source *source = source_fake(&d, "a",
					    "\xc3\xa4"
					    "b\xe2\x82\xac"
					    "de\n");

	(void)state;
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
		diagnose(&d, SEVERITY_ERROR, (struct place){source, 1, columns[i]}, "said");
	for (size_t i = 0; i < d.count; i++)
		assert_int_equal(d.list[i].caret, d.list[i].place.column - 1);
	diagnostics_free(&d);
}

static void a_line_that_was_not_kept_is_not_shown(void **state)
{
	struct diagnostics d = {};
	struct source *source = source_fake(&d, "a", "x\n");

	(void)state;
	diagnose(&d, SEVERITY_NOTE, (struct place){source, 7, 1}, "far away");
	prints(&d, "a:7:1: note: far away\n");
	diagnostics_free(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_message_has_place_line_and_caret),
		cmocka_unit_test(a_message_about_a_file_has_no_place),
		cmocka_unit_test(messages_come_in_the_order_of_files_lines_and_columns),
		cmocka_unit_test(only_the_first_hundred_are_kept_and_the_rest_is_counted),
		cmocka_unit_test(an_error_is_kept_before_warnings),
		cmocka_unit_test(what_is_echoed_is_escaped),
		cmocka_unit_test(many_places_in_one_line_are_all_found),
		cmocka_unit_test(a_line_that_was_not_kept_is_not_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
