// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/exporter/textfile.h"

#include <dirent.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "cleanup.h"

struct place {
	char folder[32], path[64];
};

static int place_make(void **state)
{
	struct place *place = calloc(1, sizeof(*place));

	strcpy(place->folder, "/tmp/ucgate.XXXXXX");
	assert_non_null(mkdtemp(place->folder));
	snprintf(place->path, sizeof(place->path), "%s/ucgate.prom", place->folder);
	*state = place;
	return 0;
}

static int place_remove(void **state)
{
	struct place *place = *state;

	(void)unlink(place->path);
	(void)rmdir(place->path);
	assert_int_equal(rmdir(place->folder), 0);
	free(place);
	return 0;
}

static int files_of(const char *folder)
{
	DIR *dir = opendir(folder);
	int files = 0;

	assert_non_null(dir);
	for (struct dirent *entry; (entry = readdir(dir));)
		files += entry->d_name[0] != '.';
	closedir(dir);
	return files;
}

static void expect_text(const char *path, const char *expected)
{
	_cleanup_fclose_ FILE *file = fopen(path, "r");
	char text[64] = "";

	assert_non_null(file);
	assert_int_equal(fread(text, 1, sizeof(text) - 1, file), strlen(expected));
	assert_string_equal(text, expected);
}

static void a_file_is_replaced_and_nothing_else_is_left(void **state)
{
	const struct place *place = *state;
	struct stat status;

	assert_int_equal(textfile_write(place->path, "first\n", 6), 0);
	assert_int_equal(textfile_write(place->path, "second one\n", 11), 0);
	expect_text(place->path, "second one\n");
	assert_int_equal(files_of(place->folder), 1);
	assert_int_equal(stat(place->path, &status), 0);
	assert_int_equal(status.st_mode & 07777, 0644);
}

/* A reader that has the old file open goes on reading it. */
static void a_reader_of_the_old_file_keeps_it(void **state)
{
	const struct place *place = *state;
	_cleanup_fclose_ FILE *reader = NULL;
	char text[16] = "";

	assert_int_equal(textfile_write(place->path, "first\n", 6), 0);
	reader = fopen(place->path, "r");
	assert_non_null(reader);
	assert_int_equal(textfile_write(place->path, "other\n", 6), 0);
	assert_int_equal(fread(text, 1, sizeof(text) - 1, reader), 6);
	assert_string_equal(text, "first\n");
}

static void what_cannot_be_replaced_leaves_nothing_behind(void **state)
{
	const struct place *place = *state;

	assert_int_equal(mkdir(place->path, 0700), 0);
	assert_int_equal(textfile_write(place->path, "text\n", 5), -EISDIR);
	assert_int_equal(files_of(place->folder), 1);
	assert_int_equal(textfile_write("/nonexistent/ucgate.prom", "text\n", 5), -ENOENT);
}

/* A name such as /dev/stdout must not become a file: everybody else's is gone then. */
static void pipes_devices_and_links_to_them_are_left_alone(void **state)
{
	const struct place *place = *state;
	struct stat status;

	assert_int_equal(mkfifo(place->path, 0600), 0);
	assert_int_equal(textfile_write(place->path, "text\n", 5), -EEXIST);
	assert_int_equal(lstat(place->path, &status), 0);
	assert_true(S_ISFIFO(status.st_mode));
	assert_int_equal(files_of(place->folder), 1);

	assert_int_equal(unlink(place->path), 0);
	assert_int_equal(symlink("/dev/null", place->path), 0);
	assert_int_equal(textfile_write(place->path, "text\n", 5), -EEXIST);
	assert_int_equal(lstat(place->path, &status), 0);
	assert_true(S_ISLNK(status.st_mode));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_file_is_replaced_and_nothing_else_is_left, place_make,
						place_remove),
		cmocka_unit_test_setup_teardown(a_reader_of_the_old_file_keeps_it, place_make, place_remove),
		cmocka_unit_test_setup_teardown(what_cannot_be_replaced_leaves_nothing_behind, place_make,
						place_remove),
		cmocka_unit_test_setup_teardown(pipes_devices_and_links_to_them_are_left_alone, place_make,
						place_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
