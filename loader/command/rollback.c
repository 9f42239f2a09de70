// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * ucgate rollback: the rules before those in force.
 */
#include <errno.h>

#include "apply/trial.h"
#include "change/guard.h"
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

static enum outcome kernel_back(const struct attached *attached, const struct request *request,
				struct applied *ret)
{
	_cleanup_(rule_maps_close) struct rule_maps maps = {-1, -1, -1, -1, -1};
	int r = attached->known ? rule_maps_open(&attached->pins, &maps) : -EPROTO;

	if (r == 0 && !request->force && guarded(attached, &maps))
		return OUTCOME_REFUSED;
	if (r == 0)
		r = apply_rollback(&attached->pins, &maps, ret);
	if (r == -ENODATA || r == -EBUSY) {
		log_error(r == -EBUSY ? "%s: panic is on, everything passes: 'ucgate panic --off' first"
				      : "%s: there are no rules to go back to",
			  attached->name);
		return OUTCOME_REFUSED;
	}
	return r < 0 ? attached_failed(r, attached, "go back to the rules before") : OUTCOME_DONE;
}

static const char *done_text(const struct applied *applied)
{
	if (applied->open)
		return "back to no rules: EVERYTHING PASSES";
	return applied->changed ? "back to the rules before"
				: "nothing changed, they had come back by themselves";
}

static bool on_trial(const struct attached *attached)
{
	_cleanup_(live_free) struct live live = {};

	return attached->known && live_read(&attached->pins, &live) == 0 &&
	       (live.trial.pending || live.trial.expired);
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

static enum outcome back_all(const struct attached_list *list, const struct request *request, json_t *array)
{
	enum outcome worst = OUTCOME_DONE;

	for (size_t i = 0; i < list->count; i++) {
		const char *name = list->list[i].name;
		struct applied applied;
		enum outcome outcome = kernel_back(&list->list[i], request, &applied);
		json_t *entry;

		if (outcome != OUTCOME_DONE) {
			worst = outcome;
			continue;
		}
		if (!request->json)
			applied_print(name, &applied, done_text(&applied));
		entry = applied_json(&applied);
		if (list->count > 1)
			json_object_set_new(entry, "interface", json_string(name));
		json_array_append_new(array, entry);
	}
	return worst;
}

static enum outcome rollback(const struct request *request, json_t **ret)
{
	_cleanup_(attached_list_free) struct attached_list list = {};
	_cleanup_close_ int lock = -1;
	enum outcome outcome = attached_take(request->interface, &list, &lock);
	json_t *array;

	if (outcome == OUTCOME_DONE)
		outcome = targets_choose(&list);
	if (outcome != OUTCOME_DONE)
		return outcome;
	array = json_array();
	outcome = back_all(&list, request, array);
	if (request->json && json_array_size(array) == list.count)
		*ret = list.count == 1 ? json_incref(json_array_get(array, 0))
				       : json_pack("{s:O}", "interfaces", array);
	json_decref(array);
	return outcome;
}

const struct command command_rollback = {
	.name = "rollback",
	.summary = "go back to the rules before",
	.description =
		"Puts the previous rules in force on the interface; a second rollback undoes the first. Rules that\n"
		"wait to be confirmed are given up at once. Without -i it works on the only interface that is attached,\n"
		"or on those with rules that wait.",
	.options = options,
	.run = rollback,
};
