// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * On a file system of the test's own (root; skipped without).
 */
#include "change/history.h"

#include <errno.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "cleanup.h"

static int disk_setup(void **state)
{
	(void)state;
	return geteuid() == 0 ? mount("tmpfs", "/var/lib", "tmpfs", 0, NULL) : 0;
}

static int disk_teardown(void **state)
{
	(void)state;
	return geteuid() == 0 ? umount2("/var/lib", MNT_DETACH) : 0;
}

static void root_needed(void)
{
	if (geteuid() != 0)
		skip();
}

/* Rules that a number tells apart; with a list of one address when the list is not 0. */
static void add_on_trial(uint32_t generation, uint8_t list, uint32_t trial_s)
{
	struct prefix prefix = {.address = {203, 0, 113, list}, .family = 4, .length = 32};
	struct blocklist blocklist = {.name = "them", .file = (char[]){"x"}, .prefixes = {&prefix, 1, {}}};
	struct prepared prepared = {.rules = calloc(1, sizeof(*prepared.rules)),
				    .ruleset = {.essentials = 0xffff}};

	assert_non_null(prepared.rules);
	prepared.rules->header.generation = generation;
	memcpy(prepared.rules->header.hash, &generation, sizeof(generation));
	strcpy(prepared.rules->file, "/etc/a\nb.yaml");
	if (list) {
		prepared.ruleset.blocklists = &blocklist;
		prepared.ruleset.blocklists_count = 1;
	}
	history_add("wan0", &prepared, trial_s);
	free(prepared.rules);
}

static void add(uint32_t generation, uint8_t list)
{
	add_on_trial(generation, list, 0);
}

static struct history *history_now(void)
{
	struct history *history = calloc(1, sizeof(*history));

	assert_non_null(history);
	assert_int_equal(history_read("wan0", history), 0);
	return history;
}

static void without_a_folder_there_is_no_history(void **state)
{
	_cleanup_free_ struct history *history = NULL;

	(void)state;
	root_needed();
	history = history_now();
	assert_int_equal(history->count, 0);
}

static void what_was_added_is_read_newest_first(void **state)
{
	_cleanup_free_ struct history *history = NULL;

	(void)state;
	root_needed();
	add(1, 0);
	add(2, 0);
	history = history_now();
	assert_int_equal(history->count, 2);
	assert_int_equal(history->list[0].generation, 2);
	assert_int_equal(history->list[1].generation, 1);
	assert_int_equal(history->list[0].uid, getuid());
	assert_true(history->list[0].at_ns >= history->list[1].at_ns);
	assert_string_equal(history->list[0].file, "/etc/a?b.yaml");
	assert_non_null(strstr(history->list[0].command, "history"));
}

static void the_same_rules_are_not_added_twice_in_a_row(void **state)
{
	_cleanup_free_ struct history *history = NULL;

	(void)state;
	root_needed();
	add(1, 0);
	add(1, 0);
	add(2, 0);
	add(1, 0);
	history = history_now();
	assert_int_equal(history->count, 3);
}

static void rules_that_come_back_are_copied_to_the_top(void **state)
{
	_cleanup_free_ struct history *history = NULL;
	uint8_t hash[32] = {1}, unknown[32] = {99};

	(void)state;
	root_needed();
	add(1, 7);
	add(2, 0);
	history_repeat("wan0", hash, 3);
	history_repeat("wan0", unknown, 4);
	history = history_now();
	assert_int_equal(history->count, 3);
	assert_int_equal(history->list[0].generation, 3);
	assert_string_equal(history->list[0].hash, history->list[2].hash);
}

static void rules_on_trial_are_told_from_those_that_were_confirmed(void **state)
{
	_cleanup_free_ struct history *history = NULL;
	uint8_t hash[32] = {2};
	uint64_t at_ns;

	(void)state;
	root_needed();
	add(1, 0);
	add_on_trial(2, 0, 60);
	history = history_now();
	assert_int_equal(history->list[0].trial_s, 60);
	at_ns = history->list[0].at_ns;
	history_repeat("wan0", hash, 2);
	assert_int_equal(history_read("wan0", history), 0);
	assert_int_equal(history->count, 2);
	assert_int_equal(history->list[0].trial_s, 0);
	assert_true(history->list[0].at_ns == at_ns);
}

static void rules_that_expired_and_come_for_good_are_one_entry(void **state)
{
	_cleanup_free_ struct history *history = NULL;

	(void)state;
	root_needed();
	add_on_trial(2, 0, 60);
	add(2, 0);
	history = history_now();
	assert_int_equal(history->count, 1);
	assert_int_equal(history->list[0].trial_s, 0);
}

static void path_of(const struct history_entry *entry, char ret[HISTORY_PATH_SIZE])
{
	char folder[HISTORY_FOLDER_SIZE];

	history_folder("wan0", folder);
	history_path(folder, entry, ret);
}

/* The list file that an entry names. */
static void list_path_of(const struct history_entry *entry, char ret[2 * HISTORY_PATH_SIZE])
{
	char path[HISTORY_PATH_SIZE], folder[HISTORY_FOLDER_SIZE], line[256], name[128] = "";
	_cleanup_fclose_ FILE *file = NULL;

	path_of(entry, path);
	file = fopen(path, "re");
	assert_non_null(file);
	while (fgets(line, sizeof(line), file))
		(void)sscanf(line, "    file: \"%127[^\"]", name);
	history_folder("wan0", folder);
	snprintf(ret, 2 * HISTORY_PATH_SIZE, "%s/%s", folder, name);
}

static void a_list_lies_beside_the_rules_that_name_it(void **state)
{
	_cleanup_free_ struct history *history = NULL;
	_cleanup_fclose_ FILE *file = NULL;
	char path[2 * HISTORY_PATH_SIZE], line[64];

	(void)state;
	root_needed();
	add(1, 7);
	history = history_now();
	list_path_of(&history->list[0], path);
	file = fopen(path, "re");
	assert_non_null(file);
	assert_non_null(fgets(line, sizeof(line), file));
	assert_string_equal(line, "203.0.113.7/32\n");
	assert_null(fgets(line, sizeof(line), file));
}

static void lists_that_are_too_large_cost_old_rules(void **state)
{
	_cleanup_free_ struct history *before = NULL, *after = NULL;
	char path[2 * HISTORY_PATH_SIZE];

	(void)state;
	root_needed();
	for (uint8_t i = 1; i <= 5; i++)
		add(i, i);
	before = history_now();
	assert_int_equal(before->count, 5);
	for (size_t i = 0; i < before->count; i++) {
		list_path_of(&before->list[i], path);
		assert_int_equal(truncate(path, 20 << 20), 0);
	}
	add(6, 0);
	after = history_now();
	assert_int_equal(after->count, 4); /* three of 20 MiB, and the new one */
	assert_int_equal(after->list[3].generation, 3);
	assert_int_equal(access(path, F_OK), -1);
}

static void what_a_dead_writer_left_is_no_entry(void **state)
{
	_cleanup_free_ struct history *history = NULL;
	char path[HISTORY_PATH_SIZE + 8];

	(void)state;
	root_needed();
	add(1, 0);
	history = history_now();
	path_of(&history->list[0], path);
	assert_int_equal(rename(path, strcat(strcpy((char[HISTORY_PATH_SIZE + 8]){}, path), ".new")), 0);
	assert_int_equal(history_read("wan0", history), 0);
	assert_int_equal(history->count, 0);
	add(2, 0);
	assert_int_equal(history_read("wan0", history), 0);
	assert_int_equal(history->count, 1);
}

static void histories_of_an_earlier_boot_are_removed(void **state)
{
	static const char ended[] = HISTORY_FOLDER "/wan0@17-00000000";

	(void)state;
	root_needed();
	add(1, 0);
	assert_int_equal(mkdir(ended, 0755), 0);
	assert_int_equal(mkdir(HISTORY_FOLDER "/wan0@17-00000000/lists", 0755), 0);
	assert_int_equal(mkdir(HISTORY_FOLDER "/lan0", 0755), 0);
	add(2, 0);
	assert_int_equal(access(ended, F_OK), -1);
	assert_int_equal(access(HISTORY_FOLDER "/lan0", F_OK), 0);
}

#define DISK_TEST(test) cmocka_unit_test_setup_teardown(test, disk_setup, disk_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		DISK_TEST(without_a_folder_there_is_no_history),
		DISK_TEST(what_was_added_is_read_newest_first),
		DISK_TEST(the_same_rules_are_not_added_twice_in_a_row),
		DISK_TEST(rules_that_come_back_are_copied_to_the_top),
		DISK_TEST(rules_on_trial_are_told_from_those_that_were_confirmed),
		DISK_TEST(rules_that_expired_and_come_for_good_are_one_entry),
		DISK_TEST(a_list_lies_beside_the_rules_that_name_it),
		DISK_TEST(lists_that_are_too_large_cost_old_rules),
		DISK_TEST(what_a_dead_writer_left_is_no_entry),
		DISK_TEST(histories_of_an_earlier_boot_are_removed),
	};

	/* Mounts of the tests are nobody else's. */
	if (geteuid() == 0 && (unshare(CLONE_NEWNS) < 0 ||
			       (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 && errno != EINVAL)))
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
