// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "apply/state_folder.h"
#include "base/hex.h"
#include "base/log.h"
#include "base/moment.h"
#include "change/history.h"
#include "change/history_lists.h"
#include "change/history_prune.h"
#include "cleanup.h"

/* --- the head --- */

/* Whatever it is, it stays on its line. */
static void word_print(const char *key, const char *text, FILE *out)
{
	fprintf(out, "# %s: ", key);
	for (; *text; text++)
		fputc(iscntrl((unsigned char)*text) ? '?' : *text, out);
	fputc('\n', out);
}

/* How this process was called: its arguments, with blanks between them. */
static void command_find(char ret[HISTORY_COMMAND_SIZE])
{
	_cleanup_fclose_ FILE *file = fopen("/proc/self/cmdline", "re");
	size_t length = file ? fread(ret, 1, HISTORY_COMMAND_SIZE - 1, file) : 0;

	ret[length] = '\0';
	for (size_t i = 0; i + 1 < length; i++)
		if (!ret[i])
			ret[i] = ' ';
}

static void head_print(const struct history_entry *entry, FILE *out)
{
	char at[MOMENT_SIZE];

	moment_format(entry->at_ns, at);
	fprintf(out, "# ucgate: rules that came into force at %s\n", at);
	fprintf(out, "# at: %" PRIu64 "\n# generation: %u\n# uid: %u\n", entry->at_ns, entry->generation,
		entry->uid);
	if (entry->trial_s)
		fprintf(out, "# trial: %u\n", entry->trial_s);
	if (entry->sudo_user[0])
		word_print("sudo-user", entry->sudo_user, out);
	word_print("command", entry->command, out);
	word_print("hash", entry->hash, out);
	word_print("file", entry->file, out);
}

static void entry_fill(const uint8_t hash[32], uint32_t generation, struct history_entry *entry)
{
	const char *sudo_user = getenv("SUDO_USER");

	entry->at_ns = moment_now();
	entry->generation = generation;
	entry->uid = getuid();
	hex_format(hash, 32, entry->hash);
	command_find(entry->command);
	snprintf(entry->sudo_user, sizeof(entry->sudo_user), "%s", sudo_user ? sudo_user : "");
}

/* --- the rules --- */

/* As they are printed, but their list files are those that the history keeps. */
static int rules_print(const char *folder, const struct ruleset *ruleset, FILE *out)
{
	size_t count = ruleset->blocklists_count;
	_cleanup_free_ struct blocklist *lists = calloc(count + 1, sizeof(*lists));
	_cleanup_free_ char(*names)[HISTORY_LIST_NAME_SIZE] = calloc(count + 1, sizeof(*names));
	struct ruleset shown = *ruleset;

	if (!lists || !names)
		return -ENOMEM;
	for (size_t i = 0; i < count; i++) {
		int r = 0;

		lists[i] = ruleset->blocklists[i];
		if (lists[i].file)
			r = history_list_keep(folder, &lists[i].prefixes, names[i]);
		if (r < 0)
			return r;
		if (lists[i].file)
			lists[i].file = names[i];
	}
	shown.blocklists = lists;
	return ruleset_print(&shown, out);
}

static int entry_text(const char *folder, const struct history_entry *entry, const struct ruleset *ruleset,
		      char **ret, size_t *ret_length)
{
	_cleanup_free_ char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);
	int r;

	if (!out)
		return -ENOMEM;
	head_print(entry, out);
	r = rules_print(folder, ruleset, out);
	if (fclose(out) == EOF && r == 0)
		r = -ENOMEM;
	if (r < 0)
		return r;
	*ret = TAKE_PTR(text);
	*ret_length = length;
	return 0;
}

static int entry_put(const char *folder, const struct history_entry *entry, const char *text, size_t length)
{
	char path[HISTORY_PATH_SIZE];

	history_path(folder, entry, path);
	return history_file_put(path, text, length);
}

/* --- both --- */

static int folders_make(const char *folder)
{
	char lists[HISTORY_FOLDER_SIZE + 8];

	snprintf(lists, sizeof(lists), "%s/lists", folder);
	return state_folder_make(lists);
}

/* -EALREADY: rules of this hash are on top, on trial or not as these are. */
static int entry_begin(const char *folder, const uint8_t hash[32], uint32_t generation,
		       struct history_entry *ret)
{
	_cleanup_free_ struct history_entry *list = NULL;
	size_t count;
	int r = folders_make(folder);

	if (r == 0)
		r = history_list(folder, &list, &count);
	if (r < 0)
		return r;
	entry_fill(hash, generation, ret);
	if (!count) {
		ret->number = 1;
		return 0;
	}
	if (strcmp(list[0].hash, ret->hash) != 0) {
		ret->number = list[0].number + 1;
		return 0;
	}
	ret->number = list[0].number;
	return !list[0].trial_s == !ret->trial_s ? -EALREADY : 0;
}

static int add(const char *folder, const struct prepared *prepared, uint32_t trial_s)
{
	const struct rules_header *header = &prepared->rules->header;
	struct history_entry entry = {.trial_s = trial_s};
	_cleanup_free_ char *text = NULL;
	size_t length;
	int r = entry_begin(folder, header->hash, header->generation, &entry);

	if (r < 0)
		return r;
	memcpy(entry.file, prepared->rules->file, sizeof(entry.file));
	r = entry_text(folder, &entry, &prepared->ruleset, &text, &length);
	if (r == 0)
		r = entry_put(folder, &entry, text, length);
	history_prune(folder);
	return r;
}

static void failure_say(int r, const char *interface)
{
	if (r < 0 && r != -EALREADY)
		log_warning("%s: the rules are in force, but the history below '" HISTORY_FOLDER
			    "' cannot be kept: %s",
			    interface, strerror(-r));
}

void history_add(const char *interface, const struct prepared *prepared, uint32_t trial_s)
{
	char folder[HISTORY_FOLDER_SIZE];

	history_folder(interface, folder);
	failure_say(add(folder, prepared, trial_s), interface);
}

/* Behind the head of an entry's file: its rules. */
static int rules_copy(const char *path, FILE *out)
{
	_cleanup_fclose_ FILE *file = fopen(path, "re");
	_cleanup_free_ char *line = NULL;
	size_t size = 0;
	bool head = true;

	if (!file)
		return -errno;
	while (getline(&line, &size, file) > 0) {
		head = head && line[0] == '#';
		if (!head)
			fputs(line, out);
	}
	return ferror(file) ? -EIO : 0;
}

static int copy(const char *folder, const char *path, const struct history_entry *entry)
{
	_cleanup_free_ char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);
	int r;

	if (!out)
		return -ENOMEM;
	head_print(entry, out);
	r = rules_copy(path, out);
	if (fclose(out) == EOF && r == 0)
		r = -ENOMEM;
	return r < 0 ? r : entry_put(folder, entry, text, length);
}

static int repeat(const char *interface, const uint8_t hash[32], uint32_t generation)
{
	_cleanup_free_ struct history *history = calloc(1, sizeof(*history));
	char folder[HISTORY_FOLDER_SIZE], path[HISTORY_PATH_SIZE];
	struct history_entry entry = {};
	int r = history ? history_read(interface, history) : -ENOMEM;

	history_folder(interface, folder);
	if (r == 0)
		r = entry_begin(folder, hash, generation, &entry);
	if (r < 0)
		return r;
	for (size_t i = 0; i < history->count; i++) {
		if (strcmp(history->list[i].hash, entry.hash) != 0)
			continue;
		if (history->list[i].number == entry.number) {
			entry = history->list[i];
			entry.trial_s = 0;
		}
		memcpy(entry.file, history->list[i].file, sizeof(entry.file));
		history_path(folder, &history->list[i], path);
		r = copy(folder, path, &entry);
		history_prune(folder);
		return r;
	}
	return 0;
}

void history_repeat(const char *interface, const uint8_t hash[32], uint32_t generation)
{
	failure_say(repeat(interface, hash, generation), interface);
}
