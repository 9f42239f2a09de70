// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "change/history.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "apply/state_folder.h"
#include "cleanup.h"

enum { LINE_SIZE = RULES_FILE_SIZE + 32 };

/* A word of an entry's head. */
static const struct head_row {
	const char *key;
	size_t offset, size; /* of the field; size 0: a number of 64, 4: of 32 bits */
} head_rows[] = {
	{"at", offsetof(struct history_entry, at_ns), 0},
	{"generation", offsetof(struct history_entry, generation), 4},
	{"trial", offsetof(struct history_entry, trial_s), 4},
	{"uid", offsetof(struct history_entry, uid), 4},
	{"sudo-user", offsetof(struct history_entry, sudo_user), HISTORY_WORD_SIZE},
	{"command", offsetof(struct history_entry, command), HISTORY_COMMAND_SIZE},
	{"hash", offsetof(struct history_entry, hash), sizeof(((struct history_entry *)0)->hash)},
	{"file", offsetof(struct history_entry, file), RULES_FILE_SIZE},
};

static void cleanup_closedir(DIR **dir)
{
	if (*dir)
		closedir(*dir);
}

void history_folder(const char *interface, char ret[HISTORY_FOLDER_SIZE])
{
	char name[STATE_NAME_SIZE];

	state_name(interface, name);
	snprintf(ret, HISTORY_FOLDER_SIZE, HISTORY_FOLDER "/%s", name);
}

void history_path(const char *folder, const struct history_entry *entry, char ret[HISTORY_PATH_SIZE])
{
	snprintf(ret, HISTORY_PATH_SIZE, "%s/%08" PRIu64 ".yaml", folder, entry->number);
}

static void head_set(const struct head_row *row, const char *text, struct history_entry *entry)
{
	char *field = (char *)entry + row->offset;
	uint64_t number = strtoull(text, NULL, 10);

	if (row->size == 0)
		memcpy(field, &number, sizeof(number));
	else if (row->size == 4)
		memcpy(field, &(uint32_t){(uint32_t)number}, 4);
	else
		snprintf(field, row->size, "%s", text);
}

/* `# key: text` */
static void head_line_read(char *line, struct history_entry *entry)
{
	char *key = line + 2, *colon = strstr(key, ": ");

	line[strcspn(line, "\n")] = '\0';
	if (!colon)
		return;
	*colon = '\0';
	for (size_t i = 0; i < sizeof(head_rows) / sizeof(head_rows[0]); i++)
		if (strcmp(head_rows[i].key, key) == 0)
			head_set(&head_rows[i], colon + 2, entry);
}

static int entry_read(const char *folder, uint64_t number, struct history_entry *ret)
{
	char path[HISTORY_PATH_SIZE], line[LINE_SIZE];
	_cleanup_fclose_ FILE *file = NULL;
	struct history_entry entry = {.number = number};

	history_path(folder, &entry, path);
	file = fopen(path, "re");
	if (!file)
		return -errno;
	while (fgets(line, sizeof(line), file) && strncmp(line, "# ", 2) == 0)
		head_line_read(line, &entry);
	if (strlen(entry.hash) != sizeof(entry.hash) - 1)
		return -EBADMSG;
	*ret = entry;
	return 0;
}

static int newest_first(const void *a, const void *b)
{
	uint64_t left = ((const struct history_entry *)a)->number,
		 right = ((const struct history_entry *)b)->number;

	return (left < right) - (left > right);
}

int history_list(const char *folder, struct history_entry **ret, size_t *ret_count)
{
	_cleanup_(cleanup_closedir) DIR *dir = opendir(folder);
	_cleanup_free_ struct history_entry *list = NULL;
	size_t count = 0;

	if (!dir && errno != ENOENT)
		return -errno;
	for (struct dirent *file; dir && (file = readdir(dir));) {
		struct history_entry *grown;
		uint64_t number;
		char rest[8] = "";

		if (sscanf(file->d_name, "%" SCNu64 "%7s", &number, rest) != 2 || strcmp(rest, ".yaml") != 0)
			continue;
		grown = reallocarray(list, count + 1, sizeof(*list));
		if (!grown)
			return -ENOMEM;
		list = grown;
		count += entry_read(folder, number, &list[count]) == 0;
	}
	if (count)
		qsort(list, count, sizeof(*list), newest_first);
	*ret = TAKE_PTR(list);
	*ret_count = count;
	return 0;
}

int history_read(const char *interface, struct history *ret)
{
	_cleanup_free_ struct history_entry *list = NULL;
	char folder[HISTORY_FOLDER_SIZE];
	size_t count;
	int r;

	history_folder(interface, folder);
	r = history_list(folder, &list, &count);
	if (r < 0)
		return r;
	ret->count = count < HISTORY_MAX ? count : HISTORY_MAX;
	if (ret->count)
		memcpy(ret->list, list, ret->count * sizeof(*list));
	return 0;
}
