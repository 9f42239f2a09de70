// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "run/watch.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "cleanup.h"

/* A folder with a file that is watched. */
struct watched_folder {
	struct loop loop;
	struct watch watch;
	char path[64];
	unsigned int changes;
};

static void changed(void *self)
{
	struct watched_folder *folder = self;

	folder->changes++;
}

static void path_in(const struct watched_folder *folder, const char *name, char ret[PATH_MAX])
{
	snprintf(ret, PATH_MAX, "%s/%s", folder->path, name);
}

static void file_write(const struct watched_folder *folder, const char *name)
{
	_cleanup_close_ int fd = -1;
	char path[PATH_MAX];

	path_in(folder, name, path);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "x", 1), 1);
}

static void file_rename(const struct watched_folder *folder, const char *from, const char *to)
{
	char from_path[PATH_MAX], to_path[PATH_MAX];

	path_in(folder, from, from_path);
	path_in(folder, to, to_path);
	assert_return_code(rename(from_path, to_path), 0);
}

static void folder_make(const struct watched_folder *folder, const char *name)
{
	char path[PATH_MAX];

	path_in(folder, name, path);
	assert_return_code(mkdir(path, 0700), 0);
}

static void link_make(const struct watched_folder *folder, const char *target, const char *name)
{
	char path[PATH_MAX];

	path_in(folder, name, path);
	assert_return_code(symlink(target, path), 0);
}

static void watch_name(struct watched_folder *folder, const char *name)
{
	char path[PATH_MAX];

	path_in(folder, name, path);
	assert_return_code(watch_file(&folder->watch, path), 0);
}

/* Whether a change was told since the last time this was asked; what has happened is in the queue already. */
static bool was_told(struct watched_folder *folder)
{
	struct pollfd poll_fd = {.fd = folder->watch.source.fd, .events = POLLIN};
	unsigned int before = folder->changes;

	if (poll(&poll_fd, 1, 0) > 0)
		folder->watch.source.ready(folder->watch.source.self);
	return folder->changes > before;
}

static int folder_open(void **state)
{
	struct watched_folder *folder = calloc(1, sizeof(*folder));

	assert_non_null(folder);
	snprintf(folder->path, sizeof(folder->path), "/tmp/ucgate-watch-XXXXXX");
	assert_non_null(mkdtemp(folder->path));
	assert_return_code(loop_open(&folder->loop), 0);
	assert_return_code(watch_open(&folder->loop, changed, folder, &folder->watch), 0);
	*state = folder;
	return 0;
}

static int folder_close(void **state)
{
	struct watched_folder *folder = *state;
	char command[128];

	watch_close(&folder->loop, &folder->watch);
	loop_close(&folder->loop);
	snprintf(command, sizeof(command), "rm -r '%s'", folder->path);
	assert_int_equal(system(command), 0);
	free(folder);
	return 0;
}

static void a_file_that_is_written_is_told(void **state)
{
	file_write(*state, "rules");
	watch_name(*state, "rules");
	assert_false(was_told(*state));
	file_write(*state, "rules");
	assert_true(was_told(*state));
}

static void its_neighbours_are_not(void **state)
{
	file_write(*state, "rules");
	watch_name(*state, "rules");
	file_write(*state, "rules.swp");
	assert_false(was_told(*state));
	file_rename(*state, "rules.swp", "rules~");
	assert_false(was_told(*state));
}

static void a_file_that_another_is_renamed_to_is_told(void **state)
{
	file_write(*state, "rules");
	file_write(*state, "new");
	watch_name(*state, "rules");
	file_rename(*state, "new", "rules");
	assert_true(was_told(*state));
}

static void a_file_that_is_not_there_yet_is_told_when_it_comes(void **state)
{
	watch_name(*state, "rules");
	file_write(*state, "rules");
	assert_true(was_told(*state));
}

static void a_folder_that_is_not_there_yet_is_told_when_it_comes(void **state)
{
	watch_name(*state, "etc/rules");
	folder_make(*state, "etc");
	assert_true(was_told(*state));
}

static void a_folder_on_the_way_that_goes_is_told(void **state)
{
	folder_make(*state, "etc");
	file_write(*state, "etc/rules");
	watch_name(*state, "etc/rules");
	file_rename(*state, "etc", "etc.old");
	assert_true(was_told(*state));
}

static void a_link_on_the_way_that_is_turned_is_told(void **state)
{
	folder_make(*state, "..1");
	folder_make(*state, "..2");
	file_write(*state, "..1/rules");
	file_write(*state, "..2/rules");
	link_make(*state, "..1", "..data");
	link_make(*state, "..data/rules", "rules");
	watch_name(*state, "rules");
	assert_false(was_told(*state));
	link_make(*state, "..2", "new");
	assert_false(was_told(*state));
	file_rename(*state, "new", "..data");
	assert_true(was_told(*state));
}

static void a_file_behind_links_that_is_written_is_told(void **state)
{
	const struct watched_folder *folder = *state;
	char target[PATH_MAX];

	folder_make(*state, "deep");
	file_write(*state, "deep/rules");
	path_in(folder, "deep/../deep/./rules", target);
	link_make(*state, target, "rules");
	watch_name(*state, "rules");
	file_write(*state, "deep/rules");
	assert_true(was_told(*state));
}

static void links_in_a_circle_are_an_error(void **state)
{
	struct watched_folder *folder = *state;
	char path[PATH_MAX];

	link_make(folder, "b", "a");
	link_make(folder, "a", "b");
	path_in(folder, "a", path);
	assert_int_equal(watch_file(&folder->watch, path), -ELOOP);
}

static void a_path_that_is_too_long_is_an_error(void **state)
{
	struct watched_folder *folder = *state;
	char path[PATH_MAX + 2];

	memset(path, 'x', sizeof(path) - 1);
	path[0] = '/';
	path[sizeof(path) - 1] = '\0';
	assert_int_equal(watch_file(&folder->watch, path), -ENAMETOOLONG);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, folder_open, folder_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_file_that_is_written_is_told),
		TEST(its_neighbours_are_not),
		TEST(a_file_that_another_is_renamed_to_is_told),
		TEST(a_file_that_is_not_there_yet_is_told_when_it_comes),
		TEST(a_folder_that_is_not_there_yet_is_told_when_it_comes),
		TEST(a_folder_on_the_way_that_goes_is_told),
		TEST(a_link_on_the_way_that_is_turned_is_told),
		TEST(a_file_behind_links_that_is_written_is_told),
		TEST(links_in_a_circle_are_an_error),
		TEST(a_path_that_is_too_long_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
