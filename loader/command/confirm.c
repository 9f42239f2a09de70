// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * ucgate confirm: rules that were put in force with --confirm stay.
 */
#include <errno.h>

#include "apply/trial.h"
#include "base/json.h"
#include "change/attached.h"
#include "change/history.h"
#include "change/trial_text.h"
#include "cleanup.h"
#include "command/applied_json.h"
#include "command/verbs.h"

static const struct option_row options[] = {OPTION_INTERFACE, OPTIONS_COMMON};

static enum outcome too_late(const struct attached *attached)
{
	trial_look_and_say(attached);
	log_error(
		"%s: too late, nothing was changed; 'ucgate reload -i %s -c FILE --confirm SECS' tries again",
		attached->name, attached->name);
	return OUTCOME_REFUSED;
}

static enum outcome confirm_one(const struct attached *attached, struct applied *ret)
{
	_cleanup_(rule_maps_close) struct rule_maps maps = {-1, -1, -1, -1, -1};
	int r = attached->known ? rule_maps_open(&attached->pins, &maps) : -EPROTO;

	if (r == 0)
		r = apply_confirm(&attached->pins, &maps, ret);
	if (r == -ETIME)
		return too_late(attached);
	if (r < 0)
		return attached_failed(r, attached, "confirm the rules");
	if (ret->changed)
		history_repeat(attached->name, ret->hash, ret->generation);
	return OUTCOME_DONE;
}

static enum outcome confirm_all(const struct attached_list *list, const struct request *request,
				json_t *array)
{
	enum outcome worst = OUTCOME_DONE;

	for (size_t i = 0; i < list->count; i++) {
		const char *name = list->list[i].name;
		struct applied applied;
		enum outcome outcome = confirm_one(&list->list[i], &applied);
		json_t *entry;

		if (outcome != OUTCOME_DONE) {
			worst = outcome;
			continue;
		}
		if (!request->json)
			applied_print(name, &applied,
				      applied.changed ? "confirmed" : "nothing was to be confirmed");
		entry = applied_json(&applied);
		if (list->count > 1)
			json_object_set_new(entry, "interface", json_text(name));
		json_array_append_new(array, entry);
	}
	return worst;
}

static enum outcome confirm(const struct request *request, json_t **ret)
{
	_cleanup_(attached_list_free) struct attached_list list = {};
	_cleanup_close_ int lock = -1;
	enum outcome outcome = attached_take(request->interface, &list, &lock);
	json_t *array;

	if (outcome != OUTCOME_DONE)
		return outcome;
	array = json_array();
	outcome = confirm_all(&list, request, array);
	if (request->json && json_array_size(array) == list.count)
		*ret = list.count == 1 ? json_incref(json_array_get(array, 0))
				       : json_pack("{s:O}", "interfaces", array);
	json_decref(array);
	return outcome;
}

const struct command command_confirm = {
	.name = "confirm",
	.summary = "keep rules that were put in force with --confirm",
	.description =
		"Rules on trial on the interface, or on all that are attached, stay in force. When none are on trial\n"
		"there is nothing to do; when their time is over it is too late (exit status 1): the rules before them\n"
		"are in force.",
	.options = options,
	.run = confirm,
};
