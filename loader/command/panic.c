// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * ucgate panic: everything passes, now. It must work when nothing else does: no rule file is read, a lock that
 * somebody holds for too long is passed by, and where the rules cannot be exchanged the program is taken off.
 */
#include <errno.h>
#include <string.h>

#include "apply/open.h"
#include "attach/xdp.h"
#include "base/json.h"
#include "base/privilege.h"
#include "change/attached.h"
#include "cleanup.h"
#include "command/applied_json.h"
#include "command/verbs.h"

static const struct option_row options[] = {
	OPTION_INTERFACE,
	{0, "off", NULL, "end it: the rules are in force again", OPTION_SWITCH, offsetof(struct request, off),
	 NULL},
	OPTIONS_COMMON,
};

static int maps_change(const struct attached *attached, bool off, struct applied *ret)
{
	_cleanup_(rule_maps_close) struct rule_maps maps = {-1, -1, -1, -1, -1};
	int r = rule_maps_open(&attached->pins, &maps);

	if (r < 0)
		return r;
	return off ? apply_close(&attached->pins, &maps, ret) : apply_open(&attached->pins, &maps, ret);
}

static enum outcome panic_off(const struct attached *attached, struct applied *ret)
{
	int r = maps_change(attached, true, ret);

	if (r == -ENODATA) {
		log_error(
			"%s: there are no rules to go back to; 'ucgate reload -i %s -c FILE', then this again",
			attached->name, attached->name);
		return OUTCOME_REFUSED;
	}
	return r < 0 ? attached_failed(r, attached, "go back to the rules") : OUTCOME_DONE;
}

/* Detaching lets everything pass as well; what it costs is the counters, and that reload cannot end it. */
static enum outcome panic_on(const struct attached *attached, struct applied *ret)
{
	int r = maps_change(attached, false, ret);

	if (r == 0)
		return OUTCOME_DONE;
	log_warning("%s: the rules cannot be exchanged (%s), so the program is taken off", attached->name,
		    strerror(-r));
	r = xdp_detach(&attached->pins);
	if (r < 0)
		return attached_failed(r, attached, "let everything pass");
	*ret = (struct applied){.changed = true, .open = true};
	return OUTCOME_DONE;
}

static json_t *entry_json(const char *interface, const struct applied *applied)
{
	json_t *entry = applied_json(applied);

	json_object_set_new(entry, "interface", json_text(interface));
	json_object_set_new(entry, "panic", json_boolean(applied->open));
	return entry;
}

static const char *applied_text(const struct applied *applied)
{
	if (applied->open)
		return applied->changed ? "PANIC, everything passes"
					: "PANIC was on already, everything passes";
	return applied->changed ? "panic is over, the rules are in force"
				: "no panic, the rules are in force";
}

/* One interface that fails must not keep the next one closed. */
static enum outcome change_all(const struct attached_list *list, const struct request *request, json_t *array)
{
	enum outcome worst = OUTCOME_DONE;

	for (size_t i = 0; i < list->count; i++) {
		const struct attached *attached = &list->list[i];
		struct applied applied;
		enum outcome outcome =
			request->off ? panic_off(attached, &applied) : panic_on(attached, &applied);

		if (outcome != OUTCOME_DONE) {
			worst = outcome;
			continue;
		}
		json_array_append_new(array, entry_json(attached->name, &applied));
		if (!request->json)
			applied_print(attached->name, &applied, applied_text(&applied));
	}
	return worst;
}

static enum outcome panic(const struct request *request, json_t **ret)
{
	_cleanup_(attached_list_free) struct attached_list list = {};
	_cleanup_close_ int lock = -1;
	enum outcome outcome = attached_find(request->interface, &list);
	json_t *array;

	if (outcome != OUTCOME_DONE)
		return outcome;
	if (attached_lock(LOCK_HURRY_MS, &lock) != OUTCOME_DONE)
		log_warning("going on without the lock");
	array = json_array();
	outcome = change_all(&list, request, array);
	if (request->json && json_array_size(array))
		*ret = json_pack("{s:O}", "interfaces", array);
	json_decref(array);
	return outcome;
}

const struct command command_panic = {
	.name = "panic",
	.summary = "let everything pass at once",
	.description =
		"Lets everything pass on the interface, or on all that are attached, until 'ucgate panic --off'.\n"
		"Needs no rule file, only bpffs. status says so for as long as it lasts; a reload meanwhile changes\n"
		"the rules that --off goes back to, and everything keeps passing. Rules that wait to be confirmed are\n"
		"given up: --off goes back to those before them.",
	.options = options,
	.run = panic,
};
