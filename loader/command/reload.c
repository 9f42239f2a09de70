// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * ucgate reload: other rules for interfaces that are attached. All files are read and compiled before the first
 * interface is touched.
 */
#include <errno.h>
#include <string.h>

#include "maps/live.h"

#include "cleanup.h"
#include "command/applied_json.h"
#include "command/attached.h"
#include "command/prepare.h"
#include "command/verbs.h"

static const struct option_row options[] = {OPTION_INTERFACE, OPTION_FILE, OPTION_FORCE, OPTIONS_COMMON};

/* The compiled rules of each interface, in the order of the list. */
struct prepared {
	struct rules **rules;
	size_t count;
};

static void prepared_free(struct prepared *prepared)
{
	for (size_t i = 0; i < prepared->count; i++)
		free(prepared->rules[i]);
	free(prepared->rules);
}

/* Without -c an interface's rules come from where those it runs came from. */
static enum outcome prepare_one(const struct attached *attached, const struct request *request,
				struct rules **ret, json_t **ret_document)
{
	_cleanup_free_ struct rules *live = NULL;
	const char *file = request->file;
	uint32_t id;
	int r;

	if (!file) {
		r = rules_live_read(&attached->pins, &live, &id);
		if (r < 0 && r != -ENOENT)
			return attached_failed(r, attached, "read the rules in force");
		file = live && live->file[0] ? live->file : NULL;
	}
	return rules_prepare(file, request, ret, ret_document);
}

static enum outcome prepare_all(const struct attached_list *list, const struct request *request,
				struct prepared *prepared, json_t **ret_document)
{
	prepared->rules = calloc(list->count, sizeof(*prepared->rules));
	if (!prepared->rules) {
		log_errno(-ENOMEM, "cannot reload");
		return OUTCOME_KERNEL;
	}
	prepared->count = list->count;
	for (size_t i = 0; i < list->count; i++) {
		enum outcome outcome =
			prepare_one(&list->list[i], request, &prepared->rules[i], ret_document);

		if (outcome != OUTCOME_DONE)
			return outcome;
	}
	return OUTCOME_DONE;
}

enum outcome rules_put(const struct attached *attached, struct rules *rules, struct applied *ret)
{
	_cleanup_(rule_maps_close) struct rule_maps maps = {-1, -1, -1};
	int r = attached->known ? rule_maps_open(&attached->pins, &maps) : -EPROTO;

	if (r == 0)
		r = apply_rules(&attached->pins, &maps, rules, ret);
	if (r < 0)
		return attached_failed(r, attached, "put the rules in force");
	if (ret->open)
		log_warning("%s: panic is on, everything passes: the rules wait for 'ucgate panic --off'",
			    attached->name);
	return OUTCOME_DONE;
}

static enum outcome put_all(const struct attached_list *list, const struct prepared *prepared, bool quiet,
			    json_t *array)
{
	for (size_t i = 0; i < list->count; i++) {
		const char *name = list->list[i].name;
		struct applied applied;
		enum outcome outcome = rules_put(&list->list[i], prepared->rules[i], &applied);
		json_t *entry;

		if (outcome != OUTCOME_DONE)
			return outcome;
		if (!quiet)
			applied_print(name, &applied, applied.changed ? "reloaded" : "nothing changed");
		entry = applied_json(&applied);
		if (list->count > 1)
			json_object_set_new(entry, "interface", json_string(name));
		json_array_append_new(array, entry);
	}
	return OUTCOME_DONE;
}

static enum outcome reload(const struct request *request, json_t **ret)
{
	_cleanup_(attached_list_free) struct attached_list list = {};
	_cleanup_(prepared_free) struct prepared prepared = {};
	_cleanup_close_ int lock = -1;
	enum outcome outcome = attached_take(request->interface, &list, &lock);
	json_t *array;

	if (outcome == OUTCOME_DONE)
		outcome = prepare_all(&list, request, &prepared, ret);
	if (outcome != OUTCOME_DONE)
		return outcome;
	array = json_array();
	outcome = put_all(&list, &prepared, request->json, array);
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
		"everything keeps passing, and the new rules wait for its end.",
	.options = options,
	.run = reload,
};
