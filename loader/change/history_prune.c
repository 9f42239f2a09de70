// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "change/history_prune.h"

#include <dirent.h>
#include <ftw.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "apply/state_folder.h"
#include "change/history.h"
#include "change/history_lists.h"
#include "cleanup.h"

enum { KEPT_ALWAYS = 2, TREE_DEPTH = 8, LIST_PREFIX = sizeof("lists/") - 1 };

/* The list files that are named by what is kept. */
struct named {
	char (*name)[HISTORY_LIST_NAME_SIZE];
	size_t count;
	uint64_t bytes;
	bool failed; /* no memory: nothing is known to be unnamed */
};

static void cleanup_closedir(DIR **dir)
{
	if (*dir)
		closedir(*dir);
}

static void cleanup_named(struct named *named)
{
	free(named->name);
}

static bool is_named(const struct named *named, const char *name)
{
	for (size_t i = 0; i < named->count; i++)
		if (strcmp(named->name[i], name) == 0)
			return true;
	return named->failed;
}

static void name_add(const char *folder, const char *name, struct named *named)
{
	char path[HISTORY_PATH_SIZE + HISTORY_LIST_NAME_SIZE];
	struct stat status = {};
	void *grown;

	if (is_named(named, name))
		return;
	grown = reallocarray(named->name, named->count + 1, sizeof(*named->name));
	named->failed = !grown;
	if (!grown)
		return;
	named->name = grown;
	snprintf(named->name[named->count++], HISTORY_LIST_NAME_SIZE, "%s", name);
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	if (stat(path, &status) == 0)
		named->bytes += (uint64_t)status.st_size;
}

/* The names that an entry's rules hold. */
static void entry_look(const char *folder, const struct history_entry *entry, struct named *named)
{
	char path[HISTORY_PATH_SIZE], name[HISTORY_LIST_NAME_SIZE];
	_cleanup_fclose_ FILE *file = NULL;
	_cleanup_free_ char *line = NULL;
	size_t size = 0;

	history_path(folder, entry, path);
	file = fopen(path, "re");
	while (file && getline(&line, &size, file) > 0) {
		const char *list = strstr(line, "lists/");

		if (strncmp(line, "    file: ", 10) != 0 || !list)
			continue;
		snprintf(name, sizeof(name), "%s", list);
		name_add(folder, name, named);
	}
}

static void entries_prune(const char *folder, struct named *named)
{
	_cleanup_free_ struct history_entry *list = NULL;
	size_t count = 0;
	bool full = false;

	if (history_list(folder, &list, &count) < 0) {
		named->failed = true;
		return;
	}
	for (size_t i = 0; i < count; i++) {
		char path[HISTORY_PATH_SIZE];
		size_t known = named->count;

		if (!full && i < HISTORY_MAX)
			entry_look(folder, &list[i], named);
		full = full || i >= HISTORY_MAX ||
		       (i >= KEPT_ALWAYS && named->bytes > (uint64_t)HISTORY_LISTS_MIB << 20);
		if (!full)
			continue;
		if (i < HISTORY_MAX && named->count > known)
			named->count = known;
		history_path(folder, &list[i], path);
		(void)unlink(path);
	}
}

static void lists_prune(const char *folder, const struct named *named)
{
	char path[HISTORY_PATH_SIZE + 8 + NAME_MAX], name[LIST_PREFIX + NAME_MAX + 1];
	_cleanup_(cleanup_closedir) DIR *dir = NULL;

	snprintf(path, sizeof(path), "%s/lists", folder);
	dir = opendir(path);
	for (struct dirent *file; dir && (file = readdir(dir));) {
		snprintf(name, sizeof(name), "lists/%s", file->d_name);
		if (file->d_name[0] != '.' && !is_named(named, name))
			(void)unlinkat(dirfd(dir), file->d_name, 0);
	}
}

static int path_remove(const char *path, const struct stat *status, int kind, struct FTW *place)
{
	(void)status;
	(void)kind;
	(void)place;
	(void)remove(path);
	return 0;
}

static void ended_remove(void)
{
	_cleanup_(cleanup_closedir) DIR *dir = opendir(HISTORY_FOLDER);
	char path[sizeof(HISTORY_FOLDER) + NAME_MAX + 1];

	for (struct dirent *file; dir && (file = readdir(dir));) {
		snprintf(path, sizeof(path), HISTORY_FOLDER "/%s", file->d_name);
		if (state_name_ended(file->d_name))
			(void)nftw(path, path_remove, TREE_DEPTH, FTW_DEPTH | FTW_PHYS);
	}
}

void history_prune(const char *folder)
{
	_cleanup_(cleanup_named) struct named named = {};

	entries_prune(folder, &named);
	lists_prune(folder, &named);
	ended_remove();
}
