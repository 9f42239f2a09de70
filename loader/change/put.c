// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "change/put.h"

#include <errno.h>
#include <string.h>

#include "maps/live.h"

#include "base/log.h"
#include "base/moment.h"
#include "change/guard.h"
#include "change/history.h"
#include "cleanup.h"

void reload_count(const struct attached *attached, enum reload_result result)
{
	_cleanup_close_ int fd = attached->known ? pin_open(&attached->pins, "changes") : -ENOENT;

	if (fd < 0 || changes_count(fd, result, moment_now()) < 0)
		log_debug("%s: the reload is not counted", attached->name);
}

/* What a change comes to that changes nothing. */
static enum outcome leave(const struct attached *attached, struct applied *ret)
{
	_cleanup_free_ struct rules *live = NULL;
	uint32_t id;
	int r = rules_live_read(&attached->pins, &live, &id);

	if (r < 0)
		return attached_failed(r, attached, "read the rules in force");
	*ret = (struct applied){.open = live->header.mode == MODE_OPEN,
				.generation = live->header.generation};
	memcpy(ret->hash, live->header.hash, sizeof(ret->hash));
	return OUTCOME_DONE;
}

static enum outcome put(const struct attached *attached, const struct prepared *prepared, struct applied *ret)
{
	_cleanup_(rule_maps_close) struct rule_maps maps = {-1, -1, -1, -1, -1};
	const struct change change = {prepared->rules, &prepared->lists, prepared->confirm_s};
	int r = attached->known ? rule_maps_open(&attached->pins, &maps) : -EPROTO;

	if (r == 0)
		r = apply_rules(&attached->pins, &maps, &change, ret);
	if (r == -EBUSY && prepared->confirm_s) {
		log_error("%s: panic is on, everything passes: there is nothing to try with --confirm before "
			  "'ucgate panic --off'",
			  attached->name);
		return OUTCOME_REFUSED;
	}
	return r < 0 ? attached_failed(r, attached, "put the rules in force") : OUTCOME_DONE;
}

enum outcome rules_put(const struct attached *attached, const struct prepared *prepared, struct applied *ret)
{
	struct applied applied;
	enum outcome outcome;

	if (!prepared->rules)
		return leave(attached, ret);
	outcome = guard_check(attached, prepared);

	if (outcome == OUTCOME_DONE)
		outcome = put(attached, prepared, &applied);
	if (outcome != OUTCOME_DONE) {
		reload_count(attached, outcome == OUTCOME_REFUSED ? RELOAD_REFUSED : RELOAD_FAILED);
		return outcome;
	}
	reload_count(attached, applied.changed ? RELOAD_SUCCESS : RELOAD_UNCHANGED);
	if (applied.changed)
		history_add(attached->name, prepared, applied.pending_s);
	if (applied.open)
		log_warning("%s: panic is on, everything passes: the rules wait for 'ucgate panic --off'",
			    attached->name);
	*ret = applied;
	return OUTCOME_DONE;
}

enum outcome rules_file_find(const struct attached *attached, char ret[RULES_FILE_SIZE])
{
	_cleanup_(live_free) struct live live = {};
	int r = live_read(&attached->pins, &live);

	if (r < 0 && r != -ENOENT)
		return attached_failed(r, attached, "read the rules in force");
	memset(ret, 0, RULES_FILE_SIZE);
	if (live.rules)
		memcpy(ret, live.rules->file, sizeof(live.rules->file));
	return OUTCOME_DONE;
}
