// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * ucgate reload: other rules for interfaces that are attached. All files are read and compiled before the first
 * interface is touched.
 */
#include <errno.h>
#include <stdlib.h>

#include "base/json.h"
#include "change/attached.h"
#include "change/guard.h"
#include "change/put.h"
#include "change/trial_text.h"
#include "cleanup.h"
#include "command/applied_json.h"
#include "command/prepare.h"
#include "command/verbs.h"

static const struct option_row options[] = {OPTION_INTERFACE, OPTION_FILE, OPTION_CONFIRM, OPTION_FORCE,
					    OPTIONS_COMMON};

/* The compiled rules of each interface, in the order of the list. */
struct preparation {
	struct prepared *list;
	size_t count;
};

static void preparation_free(struct preparation *preparation)
{
	for (size_t i = 0; i < preparation->count; i++)
		prepared_free(&preparation->list[i]);
	free(preparation->list);
}

/* Without -c an interface's rules come from where those it runs came from. */
static enum outcome prepare_one(const struct attached *attached, const struct request *request,
				struct prepared *ret, json_t **ret_document)
{
	char file[RULES_FILE_SIZE] = "";
	enum outcome outcome = request->file ? OUTCOME_DONE : rules_file_find(attached, file);

	if (outcome == OUTCOME_DONE)
		outcome = request_prepare(file[0] ? file : request->file, request, ret, ret_document);
	return outcome == OUTCOME_DONE ? guard_check(attached, ret) : outcome;
}

static enum outcome prepare_all(const struct attached_list *list, const struct request *request,
				struct preparation *preparation, json_t **ret_document)
{
	preparation->list = calloc(list->count, sizeof(*preparation->list));
	if (!preparation->list) {
		log_errno(-ENOMEM, "cannot reload");
		return OUTCOME_KERNEL;
	}
	preparation->count = list->count;
	for (size_t i = 0; i < list->count; i++) {
		enum outcome outcome =
			prepare_one(&list->list[i], request, &preparation->list[i], ret_document);

		if (outcome != OUTCOME_DONE)
			return outcome;
	}
	return OUTCOME_DONE;
}

static void refusals_count(const struct attached_list *list, enum outcome outcome)
{
	for (size_t i = 0; i < list->count && outcome != OUTCOME_USAGE; i++)
		reload_count(&list->list[i], outcome == OUTCOME_REFUSED ? RELOAD_REFUSED : RELOAD_FAILED);
}

static enum outcome put_all(const struct attached_list *list, const struct preparation *preparation,
			    bool quiet, json_t *array)
{
	for (size_t i = 0; i < list->count; i++) {
		const char *name = list->list[i].name;
		struct applied applied;
		enum outcome outcome = rules_put(&list->list[i], &preparation->list[i], &applied);
		json_t *entry;

		if (outcome != OUTCOME_DONE)
			return outcome;
		if (!quiet)
			applied_print(name, &applied, applied.changed ? "reloaded" : "nothing changed");
		entry = applied_json(&applied);
		if (list->count > 1)
			json_object_set_new(entry, "interface", json_text(name));
		json_array_append_new(array, entry);
	}
	return OUTCOME_DONE;
}

static void trials_say(const struct attached_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		trial_look_and_say(&list->list[i]);
}

static enum outcome reload(const struct request *request, json_t **ret)
{
	_cleanup_(attached_list_free) struct attached_list list = {};
	_cleanup_(preparation_free) struct preparation preparation = {};
	_cleanup_close_ int lock = -1;
	enum outcome outcome = attached_take(request->interface, &list, &lock);
	json_t *array;

	if (outcome != OUTCOME_DONE)
		return outcome;
	trials_say(&list);
	outcome = prepare_all(&list, request, &preparation, ret);
	if (outcome != OUTCOME_DONE) {
		refusals_count(&list, outcome);
		return outcome;
	}
	array = json_array();
	outcome = put_all(&list, &preparation, request->json, array);
	if (outcome == OUTCOME_DONE && request->json)
		*ret = list.count == 1 ? json_incref(json_array_get(array, 0))
				       : json_pack("{s:O}", "interfaces", array);
	json_decref(array);
	return outcome;
}

const struct command command_reload = {
	.name = "reload",
	.summary = "replace the rules in one step, while traffic flows",
	.description =
		"Puts a rule file in force on the interface, or on all that are attached. Every packet sees wholly\n"
		"the old or wholly the new rules; counters stay with their services' names. Without -c it is the\n"
		"file that the running rules came from. A file that is refused changes nothing. While panic is on,\n"
		"everything keeps passing, and the new rules wait for its end.\n"
		"With --confirm the kernel falls back to the rules before by itself, unless 'ucgate confirm' is given\n"
		"in time. What is reloaded meanwhile is on trial as well, until the same moment unless --confirm says\n"
		"another.",
	.options = options,
	.run = reload,
};
