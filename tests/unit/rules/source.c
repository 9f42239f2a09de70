// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/source.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/ucgate-source-XXXXXX";

static int folder_make(void **state)
{
	(void)state;
	return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int folder_remove(void **state)
{
	static const char *const names[] = {"file", "pipe", "link", "loop", "inside"};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		unlink(names[i]);
	return chdir("/") == 0 ? rmdir(folder) : -1;
}

static void file_write(const char *name, const char *text)
{
	FILE *file = fopen(name, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static struct source *source_read(const char *name)
{
	struct source *source = NULL;
	const char *problem;
	int fd;

	assert_int_equal(source_open(name, RULE_FILE_MAX, &fd, &problem), 0);
	assert_int_equal(source_new(name, fd, &source), 0);
	assert_int_equal(source_fill(source, fd, RULE_FILE_MAX, &problem), 0);
	close(fd);
	return source;
}

static void refused(const char *name, int error, const char *word)
{
	const char *problem = NULL;
	int fd = -1;

	assert_int_equal(source_open(name, RULE_FILE_MAX, &fd, &problem), error);
	assert_int_equal(fd, -1);
	assert_non_null(strstr(problem, word));
}

static void only_regular_files_are_opened_and_none_is_waited_for(void **state)
{
	(void)state;
	assert_int_equal(mkfifo("pipe", 0600), 0);
	assert_int_equal(symlink("loop", "loop"), 0);
	refused("pipe", -EINVAL, "pipe");
	refused(".", -EINVAL, "folder");
	refused("/dev/zero", -EINVAL, "device");
	refused("loop", -ELOOP, "symbolic links");
	refused("nowhere", -ENOENT, "No such file");
	refused("", -ENOENT, "No such file");
}

static void a_file_above_the_limit_is_refused_unread(void **state)
{
	const char *problem;
	int fd;

	(void)state;
	file_write("file", "");
	assert_int_equal(truncate("file", RULE_FILE_MAX + 1), 0);
	refused("file", -EFBIG, "16 MiB");
	assert_int_equal(source_open("file", LIST_FILE_MAX, &fd, &problem), 0);
	close(fd);
}

static void a_file_that_grows_is_cut_by_the_limit(void **state)
{
	struct source *source = NULL;
	const char *problem;
	int fd;

	(void)state;
	file_write("file", "");
	assert_int_equal(source_open("file", RULE_FILE_MAX, &fd, &problem), 0);
	assert_int_equal(source_new("file", fd, &source), 0);
	assert_int_equal(truncate("file", RULE_FILE_MAX + 1), 0);
	assert_int_equal(source_fill(source, fd, RULE_FILE_MAX, &problem), -EFBIG);
	close(fd);
	source_free(source);
}

static void a_source_knows_where_its_file_lies(void **state)
{
	char path[128];
	struct source *source;

	(void)state;
	file_write("file", "x\n");
	unlink("link");
	assert_int_equal(symlink("file", "link"), 0);
	source = source_read("link");
	snprintf(path, sizeof(path), "%s/file", folder);
	assert_string_equal(source->name, "link");
	assert_string_equal(source->path, path);
	source_free(source);
}

static void line_is(const struct source *source, uint32_t number, const char *text)
{
	struct slice line;

	assert_true(source_line(source, number, &line));
	assert_true(slice_is(line, text));
}

static void lines_end_with_lf_or_crlf_and_a_bom_is_no_part_of_the_first(void **state)
{
	struct source *source;
	struct slice line;

	(void)state;
	file_write("file", BOM "one\r\n\ntwo\nthree");
	source = source_read("file");
	line_is(source, 1, "one");
	line_is(source, 2, "");
	line_is(source, 3, "two");
	line_is(source, 4, "three");
	assert_false(source_line(source, 5, &line));
	source_free(source);
}

static void lines_of_a_long_file_are_found(void **state)
{
	FILE *file = fopen("file", "w");
	struct source *source;
	char text[16];

	(void)state;
	for (int i = 1; i <= 5000; i++)
		fprintf(file, "line %d\n", i);
	fclose(file);
	source = source_read("file");
	for (uint32_t i = 1; i <= 5000; i++) {
		snprintf(text, sizeof(text), "line %u", i);
		line_is(source, i, text);
	}
	source_free(source);
}

static void lines_that_were_kept_are_found_among_those_that_were_not(void **state)
{
	struct source *source = calloc(1, sizeof(*source));
	struct slice line;

	(void)state;
	assert_int_equal(source_keep(source, 3, slice_of("three")), 0);
	assert_int_equal(source_keep(source, 4, slice_of("four")), 0);
	assert_int_equal(source_keep(source, 9, slice_of("nine")), 0);
	line_is(source, 3, "three");
	line_is(source, 4, "four");
	line_is(source, 9, "nine");
	assert_false(source_line(source, 1, &line));
	assert_false(source_line(source, 8, &line));
	source_free(source);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_regular_files_are_opened_and_none_is_waited_for),
		cmocka_unit_test(a_file_above_the_limit_is_refused_unread),
		cmocka_unit_test(a_file_that_grows_is_cut_by_the_limit),
		cmocka_unit_test(a_source_knows_where_its_file_lies),
		cmocka_unit_test(lines_end_with_lf_or_crlf_and_a_bom_is_no_part_of_the_first),
		cmocka_unit_test(lines_of_a_long_file_are_found),
		cmocka_unit_test(lines_that_were_kept_are_found_among_those_that_were_not),
	};

	return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
