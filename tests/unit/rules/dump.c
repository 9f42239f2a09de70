// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * tests/golden/image/NAME.yaml compiles to NAME.dump, to the letter. GOLDEN_UPDATE=1 writes what it compiles to.
 * Run from the top of the tree.
 */
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cleanup.h"
#include "rules/rules.h"

#define IMAGES "tests/golden/image/*.yaml"

static char *file_dump(const char *path)
{
	_cleanup_(ruleset_free) struct ruleset ruleset = {0};
	_cleanup_free_ struct rules *rules = NULL;
	struct diagnostics d = {0};
	char *text = NULL;
	size_t size;
	FILE *out;

	if (ruleset_read(path, &d, &ruleset) < 0)
		diagnostics_print(&d, stderr, false);
	assert_int_equal(d.errors, 0);
	assert_int_equal(ruleset_compile(&ruleset, &d, &rules), 0);
	diagnostics_free(&d);
	out = open_memstream(&text, &size);
	assert_non_null(out);
	assert_int_equal(rules_dump(rules, out), 0);
	assert_int_equal(fclose(out), 0);
	return text;
}

static char *file_text(const char *path)
{
	_cleanup_fclose_ FILE *file = fopen(path, "re");
	char *text = NULL;
	size_t size = 0;

	if (!file || getdelim(&text, &size, '\0', file) < 0)
		fail_msg("%s cannot be read", path);
	return text;
}

static void file_write(const char *path, const char *text)
{
	FILE *file = fopen(path, "we");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static void rule_files_compile_to_their_dumps(void **state)
{
	glob_t found;

	(void)state;
	assert_int_equal(glob(IMAGES, 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		_cleanup_free_ char *text = file_dump(found.gl_pathv[i]), *wanted = NULL;
		char path[256];

		snprintf(path, sizeof(path), "%.*s.dump", (int)(strlen(found.gl_pathv[i]) - strlen(".yaml")),
			 found.gl_pathv[i]);
		if (getenv("GOLDEN_UPDATE")) {
			file_write(path, text);
			continue;
		}
		wanted = file_text(path);
		assert_string_equal(text, wanted);
	}
	globfree(&found);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rule_files_compile_to_their_dumps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
