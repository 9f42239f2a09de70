// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * ucgate unban: takes bans away before their time.
 */
#include <errno.h>
#include <string.h>

#include "apply/bans.h"
#include "base/json.h"
#include "base/text.h"
#include "change/attached.h"
#include "cleanup.h"
#include "command/ban_input.h"
#include "command/verbs.h"

static const struct option_row options[] = {
	OPTION_INTERFACE,
	{0, "all", NULL, "every ban", OPTION_SWITCH, offsetof(struct request, all), NULL},
	OPTIONS_COMMON,
};

static int bans_end(const struct attached *attached, const struct ban_list *bans, size_t *ret_removed)
{
	_cleanup_(ban_maps_close) struct ban_maps maps = {-1, -1};
	int kept = 0, r = attached->known ? ban_maps_open(&attached->pins, &maps) : -EPROTO;

	if (r == 0)
		r = bans_take(&maps, attached->name, bans, ret_removed, &kept);
	if (kept < 0)
		log_warning("%s: the next start may ban them again: %s", attached->name, strerror(-kept));
	return r;
}

static void unbanned_print(const char *interface, size_t removed, const struct ban_list *bans)
{
	text_print(interface, stdout);
	printf(": %zu unbanned", removed);
	if (bans && removed < bans->count)
		printf(", %zu %s not banned", bans->count - removed,
		       bans->count - removed == 1 ? "was" : "were");
	putchar('\n');
}

/* bans NULL: all. */
static enum outcome unban_all(const struct attached_list *list, const struct ban_list *bans, bool quiet,
			      json_t *array)
{
	for (size_t i = 0; i < list->count; i++) {
		const char *name = list->list[i].name;
		size_t removed = 0;
		int r = bans_end(&list->list[i], bans, &removed);

		if (r < 0)
			return attached_failed(r, &list->list[i], "unban");
		if (!quiet)
			unbanned_print(name, removed, bans);
		json_array_append_new(array, json_pack("{s:o,s:I}", "interface", json_text(name), "unbanned",
						       (json_int_t)removed));
	}
	return OUTCOME_DONE;
}

static enum outcome request_read(const struct request *request, struct ban_list *ret)
{
	if (request->all == !!request->arguments[0]) {
		log_error("unban needs an address, a prefix, - for a list on standard input, or --all");
		return OUTCOME_USAGE;
	}
	return request->all ? OUTCOME_DONE : ban_input_read(request->arguments, ret);
}

static enum outcome unban(const struct request *request, json_t **ret)
{
	_cleanup_(attached_list_free) struct attached_list list = {};
	_cleanup_(ban_list_free) struct ban_list bans = {};
	_cleanup_close_ int lock = -1;
	enum outcome outcome = request_read(request, &bans);
	json_t *array;

	if (outcome == OUTCOME_DONE)
		outcome = attached_find(request->interface, &list);
	if (outcome == OUTCOME_DONE)
		outcome = attached_lock(LOCK_PATIENCE_MS, &lock);
	if (outcome != OUTCOME_DONE)
		return outcome;
	array = json_array();
	outcome = unban_all(&list, request->all ? NULL : &bans, request->json, array);
	if (request->json && outcome == OUTCOME_DONE)
		*ret = json_pack("{s:O}", "interfaces", array);
	json_decref(array);
	return outcome;
}

const struct command command_unban = {
	.name = "unban",
	.arguments = "ADDRESS|PREFIX...|-",
	.summary = "take bans away",
	.description =
		"Takes the bans of these addresses or prefixes away, written as they were banned, or with --all every\n"
		"one, on the interface or on all that are attached. What is not banned is no error. With - they are\n"
		"read from standard input, one a line.",
	.options = options,
	.run = unban,
};
