// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * ucgate ban: drops what a service would let in from an address, until it is unbanned or the ban expires.
 */
#include <errno.h>
#include <string.h>

#include "maps/live.h"

#include "apply/ban_clock.h"
#include "apply/ban_prefix.h"
#include "apply/bans.h"
#include "base/json.h"
#include "base/text.h"
#include "change/attached.h"
#include "cleanup.h"
#include "command/ban_input.h"
#include "command/verbs.h"
#include "rules/address.h"
#include "rules/duration.h"
#include "rules/rules.h"

enum { REFUSALS_SAID = 20 };

static const struct option_row options[] = {
	OPTION_INTERFACE,
	{0, "for", "TIME", "how long: 90s, 5m, 2h or 1d (until it is unbanned)", OPTION_TEXT,
	 offsetof(struct request, duration), NULL},
	{0, "force", NULL, "even the address that this SSH session comes from", OPTION_SWITCH,
	 offsetof(struct request, force), NULL},
	OPTIONS_COMMON,
};

/* One interface's part of the work. */
struct banning {
	const struct attached *attached;
	struct ban_list bans; /* those that may be; owned */
	json_t *refused;
	size_t refused_count;
};

static void banning_end(struct banning *banning)
{
	ban_list_free(&banning->bans);
	json_decref(banning->refused);
}

static void refuse(struct banning *banning, const struct prefix *prefix, const char *service)
{
	char text[PREFIX_TEXT_SIZE], why[SERVICE_NAME_SIZE + 64];

	prefix_format(prefix, text);
	if (service)
		snprintf(why, sizeof(why), "overlaps the peers of critical service %.31s", service);
	else
		snprintf(why, sizeof(why), "overlaps never_block");
	if (banning->refused_count++ < REFUSALS_SAID)
		log_error("%s: %s %s: not banned", banning->attached->name, text, why);
	json_array_append_new(banning->refused, json_pack("{s:s,s:s}", "prefix", text, "reason", why));
}

/* Keeps what the rules in force let be banned. */
static int bans_sift(struct banning *banning, const struct ban_list *bans)
{
	_cleanup_free_ struct rules *rules = NULL;
	const char *service;
	uint32_t id;
	int r = rules_live_read(&banning->attached->pins, &rules, &id);

	if (r < 0)
		return r;
	banning->bans.list = calloc(bans->count, sizeof(*banning->bans.list));
	if (!banning->bans.list)
		return -ENOMEM;
	for (size_t i = 0; i < bans->count; i++) {
		struct prefix prefix = ban_prefix_of(&bans->list[i].key);

		if (ban_forbidden(rules, &prefix, &service))
			refuse(banning, &prefix, service);
		else
			banning->bans.list[banning->bans.count++] = bans->list[i];
	}
	return 0;
}

static int bans_put_in_force(struct banning *banning, const struct ban_list *bans)
{
	_cleanup_(ban_maps_close) struct ban_maps maps = {-1, -1};
	const char *name = banning->attached->name;
	int kept = 0, r = banning->attached->known ? ban_maps_open(&banning->attached->pins, &maps) : -EPROTO;

	if (r == 0)
		r = bans_sift(banning, bans);
	if (r == 0 && banning->bans.count)
		r = bans_add(&maps, name, &banning->bans, &kept);
	if (kept < 0)
		log_warning("%s: the bans cannot be kept for the next start: %s", name, strerror(-kept));
	return r;
}

static enum outcome ban_one(const struct attached *attached, const struct ban_list *bans,
			    const struct request *request, json_t *array)
{
	_cleanup_(banning_end) struct banning banning = {.attached = attached, .refused = json_array()};
	int r = bans_put_in_force(&banning, bans);

	if (r == -E2BIG) {
		log_error("%s: too many bans: the limits are %d, of %d different prefix lengths a family",
			  attached->name, BANS_MAX, BAN_LENGTHS_MAX);
		return OUTCOME_REFUSED;
	}
	if (r < 0)
		return attached_failed(r, attached, "ban");
	if (banning.refused_count > REFUSALS_SAID)
		log_error("%s: and %zu more that must not be banned", attached->name,
			  banning.refused_count - REFUSALS_SAID);
	json_array_append_new(array,
			      json_pack("{s:o,s:I,s:O}", "interface", json_text(attached->name), "banned",
					(json_int_t)banning.bans.count, "refused", banning.refused));
	if (!request->json && banning.bans.count) {
		text_print(attached->name, stdout);
		printf(": %zu banned\n", banning.bans.count);
	}
	return banning.refused_count ? OUTCOME_REFUSED : OUTCOME_DONE;
}

/* Refused lines do not keep the next interface from being served. */
static enum outcome ban_all(const struct attached_list *list, const struct ban_list *bans,
			    const struct request *request, json_t **ret)
{
	json_t *array = json_array();
	enum outcome worst = OUTCOME_DONE;

	for (size_t i = 0; i < list->count; i++) {
		enum outcome outcome = ban_one(&list->list[i], bans, request, array);

		worst = outcome > worst ? outcome : worst;
	}
	if (request->json && json_array_size(array))
		*ret = json_pack("{s:O}", "interfaces", array);
	json_decref(array);
	return worst;
}

/* Whether one of the bans holds the address that the caller is logged in from. */
static bool cuts_ssh(const struct ban_list *bans)
{
	struct ssh_session session;
	struct address_range peer;

	if (!ssh_session_find(&session))
		return false;
	peer = prefix_range(&session.peer);
	for (size_t i = 0; i < bans->count; i++) {
		struct prefix prefix = ban_prefix_of(&bans->list[i].key);
		struct address_range range = prefix_range(&prefix);

		if (prefix.family == session.peer.family && range.first <= peer.first &&
		    peer.first <= range.last)
			return true;
	}
	return false;
}

/* Time runs from when it is put in force, not from when somebody began to type a list. */
static void bans_begin(struct ban_list *bans, uint32_t seconds)
{
	struct ban wanted = ban_clock_begin(ban_clock_now(), seconds);

	for (size_t i = 0; i < bans->count; i++)
		bans->list[i].ban = wanted;
}

/* *ret_seconds: how long, 0 for ever. */
static enum outcome request_read(const struct request *request, struct ban_list *ret, uint32_t *ret_seconds)
{
	struct complaint why;
	uint32_t seconds = 0;

	if (!request->arguments[0]) {
		log_error("ban needs an address, a prefix, or - for a list on standard input");
		return OUTCOME_USAGE;
	}
	if (request->duration &&
	    duration_parse(slice_of(request->duration), &duration_ban, &seconds, &why) < 0) {
		log_error("--for: %s", why.text);
		return OUTCOME_USAGE;
	}
	*ret_seconds = seconds;
	return ban_input_read(request->arguments, ret);
}

static enum outcome ban(const struct request *request, json_t **ret)
{
	_cleanup_(attached_list_free) struct attached_list list = {};
	_cleanup_(ban_list_free) struct ban_list bans = {};
	_cleanup_close_ int lock = -1;
	uint32_t seconds;
	enum outcome outcome = request_read(request, &bans, &seconds);

	if (outcome == OUTCOME_DONE)
		outcome = attached_find(request->interface, &list);
	if (outcome == OUTCOME_DONE)
		outcome = attached_lock(LOCK_PATIENCE_MS, &lock);
	if (outcome != OUTCOME_DONE)
		return outcome;
	if (!request->force && cuts_ssh(&bans)) {
		log_error(
			"that would cut off the SSH session that you are in: nothing was banned; --force does it");
		return OUTCOME_REFUSED;
	}
	bans_begin(&bans, seconds);
	return ban_all(&list, &bans, request, ret);
}

const struct command command_ban = {
	.name = "ban",
	.arguments = "ADDRESS|PREFIX...|-",
	.summary = "drop what services would let in from an address",
	.description =
		"Bans addresses or prefixes on the interface, or on all that are attached, until they are unbanned\n"
		"or their time is over; an earlier ban of the same prefix is set anew. With - they are read from\n"
		"standard input, one a line. Bans are kept over reloads and restarts. What `never_block` or the peers\n"
		"of a critical service hold is refused. Essentials are never banned.",
	.options = options,
	.run = ban,
};
