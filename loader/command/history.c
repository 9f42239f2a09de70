// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * ucgate history: the last rule sets of an interface, as they are on disk.
 */
#include "change/history.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "maps/live.h"

#include "base/hex.h"
#include "base/json.h"
#include "base/moment.h"
#include "base/text.h"
#include "change/attached.h"
#include "cleanup.h"
#include "command/verbs.h"

static const struct option_row options[] = {OPTION_INTERFACE, OPTIONS_COMMON};

enum { HASH_SHOWN = 12 };

/* The hash of what an interface goes by; empty: it goes by nothing. */
static void hash_in_force(const char *interface, char ret[65])
{
	_cleanup_(attached_list_free) struct attached_list list = {};
	_cleanup_(live_free) struct live live = {};

	ret[0] = '\0';
	if (attached_list_read(interface, &list) == 0 && list.count && list.list[0].known &&
	    live_read(&list.list[0].pins, &live) == 0)
		hex_format(live.rules->header.hash, sizeof(live.rules->header.hash), ret);
}

static void who_print(const struct history_entry *entry)
{
	if (entry->sudo_user[0])
		text_print(entry->sudo_user, stdout);
	else if (entry->uid == 0)
		fputs("root", stdout);
	else
		printf("uid %u", entry->uid);
}

static void entry_print(size_t number, const struct history_entry *entry, bool in_force, bool painted)
{
	char at[MOMENT_SIZE];

	moment_format(entry->at_ns, at);
	printf("%s%c %zu  %s  %.*s  ", painted && in_force ? "\033[1m" : "", in_force ? '*' : ' ', number, at,
	       HASH_SHOWN, entry->hash);
	text_print(entry->file, stdout);
	printf("%s%s\n     by ", entry->trial_s ? ", not confirmed" : "",
	       painted && in_force ? "\033[0m" : "");
	who_print(entry);
	fputs(": ", stdout);
	text_print(entry->command, stdout);
	putchar('\n');
}

static json_t *entry_json(size_t number, const struct history_entry *entry, bool in_force)
{
	char at[MOMENT_SIZE];

	moment_format(entry->at_ns, at);
	return json_pack("{s:I,s:s,s:s,s:I,s:o,s:I,s:o,s:o,s:b,s:b}", "number", (json_int_t)number, "at", at,
			 "hash", entry->hash, "generation", (json_int_t)entry->generation, "file",
			 json_text(entry->file), "uid", (json_int_t)entry->uid, "sudo_user",
			 entry->sudo_user[0] ? json_text(entry->sudo_user) : json_null(), "command",
			 json_text(entry->command), "confirmed", !entry->trial_s, "in_force", in_force);
}

static json_t *history_show(const char *interface, const struct history *history,
			    const struct request *request)
{
	bool painted = color_wanted((enum color)request->color, stdout), found = false;
	json_t *array = json_array();
	char hash[65], folder[HISTORY_FOLDER_SIZE];

	hash_in_force(interface, hash);
	if (!request->json) {
		text_print(interface, stdout);
		puts(history->count ? ":" : ": no history");
	}
	for (size_t i = 0; i < history->count; i++) {
		bool in_force = !found && strcmp(history->list[i].hash, hash) == 0;

		found |= in_force;
		json_array_append_new(array, entry_json(i, &history->list[i], in_force));
		if (!request->json)
			entry_print(i, &history->list[i], in_force, painted);
	}
	history_folder(interface, folder);
	return json_pack("{s:o,s:o,s:o}", "interface", json_text(interface), "folder", json_text(folder),
			 "history", array);
}

static enum outcome history_of(const char *interface, const struct request *request, json_t *array)
{
	_cleanup_free_ struct history *past = calloc(1, sizeof(*past));
	int r = past ? history_read(interface, past) : -ENOMEM;

	if (r < 0) {
		log_errno(r, "%s: cannot read its history below '" HISTORY_FOLDER "'", interface);
		return OUTCOME_KERNEL;
	}
	json_array_append_new(array, history_show(interface, past, request));
	return OUTCOME_DONE;
}

/* An interface that is named need not be attached, nor there. */
static enum outcome history_all(const struct request *request, json_t *array)
{
	_cleanup_(attached_list_free) struct attached_list list = {};
	enum outcome outcome;

	if (request->interface)
		return history_of(request->interface, request, array);
	outcome = attached_find(NULL, &list);
	for (size_t i = 0; i < list.count && outcome == OUTCOME_DONE; i++)
		outcome = history_of(list.list[i].name, request, array);
	return outcome;
}

static enum outcome history(const struct request *request, json_t **ret)
{
	json_t *array = json_array();
	enum outcome outcome = history_all(request, array);

	if (request->json && outcome == OUTCOME_DONE)
		*ret = json_pack("{s:O}", "interfaces", array);
	json_decref(array);
	return outcome;
}

const struct command command_history = {
	.name = "history",
	.summary = "the last rule sets: when, which, who",
	.description =
		"Lists the last ten rule sets of the interface, attached or not, or of all that are attached, newest\n"
		"first. 'ucgate rollback N' puts number N in force again. They are kept in " HISTORY_FOLDER
		",\n"
		"with the contents of their list files.",
	.options = options,
	.run = history,
};
