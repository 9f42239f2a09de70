// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * ucgate rollback: the rules before those in force, which the kernel holds, or older ones from the history.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "apply/trial.h"
#include "base/hex.h"
#include "base/json.h"
#include "change/guard.h"
#include "change/history.h"
#include "change/put.h"
#include "change/running.h"
#include "cleanup.h"
#include "command/applied_json.h"
#include "command/verbs.h"

static const struct option_row options[] = {OPTION_INTERFACE, OPTION_FORCE, OPTIONS_COMMON};

/* What ends a trial comes anyway, so nobody stands in its way. */
static bool guarded(const struct attached *attached, const struct rule_maps *maps)
{
	_cleanup_(blocklist_table_free) struct blocklist_table lists = {};
	_cleanup_free_ struct rules *rules = NULL;
	bool falls = false;

	return rules_previous(&attached->pins, maps, &rules, &falls) == 0 && !falls &&
	       running_lists(&attached->pins, rules, &lists) == 0 && guard_cuts_ssh(rules, &lists);
}

/* ret_none: the kernel holds none to go back to. */
static enum outcome kernel_back(const struct attached *attached, const struct request *request,
				struct applied *ret, bool *ret_none)
{
	_cleanup_(rule_maps_close) struct rule_maps maps = {-1, -1, -1, -1, -1};
	int r = attached->known ? rule_maps_open(&attached->pins, &maps) : -EPROTO;

	if (r == 0 && !request->force && guarded(attached, &maps))
		return OUTCOME_REFUSED;
	if (r == 0)
		r = apply_rollback(&attached->pins, &maps, ret);
	if (r == -EBUSY) {
		log_error("%s: panic is on, everything passes: 'ucgate panic --off' first", attached->name);
		return OUTCOME_REFUSED;
	}
	*ret_none = r == -ENODATA;
	if (r == -ENODATA)
		return OUTCOME_DONE;
	if (r < 0)
		return attached_failed(r, attached, "go back to the rules before");
	history_repeat(attached->name, ret->hash, ret->generation);
	return OUTCOME_DONE;
}

static bool on_trial(const struct attached *attached)
{
	_cleanup_(live_free) struct live live = {};

	return attached->known && live_read(&attached->pins, &live) == 0 &&
	       (live.trial.pending || live.trial.expired);
}

/* --- from the history --- */

static enum outcome no_rules(const struct attached *attached)
{
	log_error("%s: there are no rules to go back to", attached->name);
	return OUTCOME_REFUSED;
}

/* Rules as they were: from the file that the history keeps, but known by the one that they came from then. */
static enum outcome entry_prepare(const char *interface, const struct history_entry *entry,
				  const struct request *request, struct prepared *ret)
{
	_cleanup_(diagnostics_free) struct diagnostics d = {};
	const struct terms terms = {
		.color = (enum color)request->color, .force = request->force, .quiet = true};
	char folder[HISTORY_FOLDER_SIZE], path[HISTORY_PATH_SIZE], hash[sizeof(entry->hash)];
	enum outcome outcome;

	history_folder(interface, folder);
	history_path(folder, entry, path);
	outcome = rules_prepare(path, &terms, &d, ret);
	if (outcome != OUTCOME_DONE)
		return outcome;
	hex_format(ret->rules->header.hash, sizeof(ret->rules->header.hash), hash);
	if (strcmp(hash, entry->hash) != 0) {
		log_error("%s: '%s' is not what came into force then: nothing was changed", interface, path);
		return OUTCOME_REFUSED;
	}
	if (entry->file[0])
		memcpy(ret->rules->file, entry->file, sizeof(ret->rules->file));
	return OUTCOME_DONE;
}

static enum outcome entry_put(const struct attached *attached, const struct history_entry *entry,
			      const struct request *request, struct applied *ret)
{
	_cleanup_(prepared_free) struct prepared prepared = {};
	enum outcome outcome = entry_prepare(attached->name, entry, request, &prepared);

	return outcome == OUTCOME_DONE ? rules_put(attached, &prepared, ret) : outcome;
}

/* The number of what is in force; -1: it is not among them. */
static int number_in_force(const struct attached *attached, const struct history *history)
{
	_cleanup_(live_free) struct live live = {};
	char hash[sizeof(history->list[0].hash)];

	if (live_read(&attached->pins, &live) < 0)
		return -1;
	hex_format(live.rules->header.hash, sizeof(live.rules->header.hash), hash);
	for (size_t i = 0; i < history->count; i++)
		if (strcmp(history->list[i].hash, hash) == 0)
			return (int)i;
	return -1;
}

/* The number of those before. What nobody confirmed is nothing to go back to, unless it is asked for. */
static int number_before(const struct attached *attached, const struct history *history)
{
	int in_force = number_in_force(attached, history), number = in_force + 1;

	while ((size_t)number < history->count &&
	       (history->list[number].trial_s ||
		(in_force >= 0 && strcmp(history->list[number].hash, history->list[in_force].hash) == 0)))
		number++;
	return number;
}

/* number -1: the one before that in force. */
static enum outcome history_back(const struct attached *attached, const struct request *request, int number,
				 struct applied *ret)
{
	_cleanup_free_ struct history *history = calloc(1, sizeof(*history));
	int r = history ? history_read(attached->name, history) : -ENOMEM;

	if (r < 0) {
		log_errno(r, "%s: cannot read its history below '" HISTORY_FOLDER "'", attached->name);
		return OUTCOME_KERNEL;
	}
	if (number < 0)
		number = number_before(attached, history);
	if ((size_t)number >= history->count)
		return no_rules(attached);
	return entry_put(attached, &history->list[number], request, ret);
}

/* Rules that wait to be confirmed are given up first: what comes now is for good. */
static enum outcome number_back(const struct attached *attached, const struct request *request, int number,
				struct applied *ret)
{
	enum outcome outcome = OUTCOME_DONE;
	bool none;

	if (on_trial(attached))
		outcome = kernel_back(attached, request, ret, &none);
	return outcome == OUTCOME_DONE ? history_back(attached, request, number, ret) : outcome;
}

static enum outcome back(const struct attached *attached, const struct request *request, int number,
			 struct applied *ret)
{
	enum outcome outcome;
	bool none = false;

	if (number > 0)
		return number_back(attached, request, number, ret);
	outcome = kernel_back(attached, request, ret, &none);
	return outcome == OUTCOME_DONE && none ? history_back(attached, request, -1, ret) : outcome;
}

static const char *done_text(const struct applied *applied)
{
	if (applied->open)
		return "back to no rules: EVERYTHING PASSES";
	return applied->changed ? "back to the rules before"
				: "nothing changed, they had come back by themselves";
}

/* Of several interfaces those on trial go back; without one it takes a name. */
static enum outcome targets_choose(struct attached_list *list)
{
	size_t chosen = 0;

	if (list->count == 1)
		return OUTCOME_DONE;
	for (size_t i = 0; i < list->count; i++)
		if (on_trial(&list->list[i]))
			list->list[chosen++] = list->list[i];
	if (!chosen) {
		log_error(
			"%zu interfaces are attached, none waits to be confirmed; rollback takes one: -i IFACE",
			list->count);
		return OUTCOME_USAGE;
	}
	list->count = chosen;
	return OUTCOME_DONE;
}

static enum outcome back_all(const struct attached_list *list, const struct request *request, int number,
			     json_t *array)
{
	enum outcome worst = OUTCOME_DONE;

	for (size_t i = 0; i < list->count; i++) {
		const char *name = list->list[i].name;
		struct applied applied;
		enum outcome outcome = back(&list->list[i], request, number, &applied);
		json_t *entry;

		if (outcome != OUTCOME_DONE) {
			worst = outcome;
			continue;
		}
		if (!request->json)
			applied_print(name, &applied, done_text(&applied));
		entry = applied_json(&applied);
		if (list->count > 1)
			json_object_set_new(entry, "interface", json_text(name));
		json_array_append_new(array, entry);
	}
	return worst;
}

/* 0: none was given. */
static enum outcome number_parse(char *const *arguments, int *ret)
{
	const char *text = arguments[0];

	if (!text)
		return OUTCOME_DONE;
	if (arguments[1] || text[0] < '1' || text[0] > '9' || text[1]) {
		log_error("rollback takes a number of 'ucgate history', from 1 to %d", HISTORY_MAX - 1);
		return OUTCOME_USAGE;
	}
	*ret = text[0] - '0';
	return OUTCOME_DONE;
}

static enum outcome rollback(const struct request *request, json_t **ret)
{
	_cleanup_(attached_list_free) struct attached_list list = {};
	_cleanup_close_ int lock = -1;
	int number = 0;
	enum outcome outcome = number_parse(request->arguments, &number);
	json_t *array;

	if (outcome == OUTCOME_DONE)
		outcome = attached_take(request->interface, &list, &lock);
	if (outcome == OUTCOME_DONE)
		outcome = targets_choose(&list);
	if (outcome != OUTCOME_DONE)
		return outcome;
	array = json_array();
	outcome = back_all(&list, request, number, array);
	if (request->json && json_array_size(array) == list.count)
		*ret = list.count == 1 ? json_incref(json_array_get(array, 0))
				       : json_pack("{s:O}", "interfaces", array);
	json_decref(array);
	return outcome;
}

const struct command command_rollback = {
	.name = "rollback",
	.arguments = "[N]",
	.summary = "go back to the rules before",
	.description =
		"Puts the previous rules in force on the interface; a second rollback undoes the first. Rules that\n"
		"wait to be confirmed are given up at once. Where the kernel holds none, and with N, it takes rules\n"
		"from 'ucgate history', list files as they were then. Without -i it works on the only interface that\n"
		"is attached, or on those with rules that wait.",
	.options = options,
	.run = rollback,
};
