// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "change/put.h"

#include <errno.h>
#include <string.h>

#include "maps/live.h"

#include "base/log.h"
#include "cleanup.h"

enum outcome rules_put(const struct attached *attached, const struct prepared *prepared, struct applied *ret)
{
	_cleanup_(rule_maps_close) struct rule_maps maps = {-1, -1, -1, -1};
	int r = attached->known ? rule_maps_open(&attached->pins, &maps) : -EPROTO;

	if (r == 0)
		r = apply_rules(&attached->pins, &maps, prepared->rules, &prepared->lists, ret);
	if (r < 0)
		return attached_failed(r, attached, "put the rules in force");
	if (ret->open)
		log_warning("%s: panic is on, everything passes: the rules wait for 'ucgate panic --off'",
			    attached->name);
	return OUTCOME_DONE;
}

enum outcome rules_file_find(const struct attached *attached, char ret[RULES_FILE_SIZE])
{
	_cleanup_free_ struct rules *live = NULL;
	uint32_t id;
	int r = rules_live_read(&attached->pins, &live, &id);

	if (r < 0 && r != -ENOENT)
		return attached_failed(r, attached, "read the rules in force");
	memset(ret, 0, RULES_FILE_SIZE);
	if (live)
		memcpy(ret, live->file, sizeof(live->file));
	return OUTCOME_DONE;
}
