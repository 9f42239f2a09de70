// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "apply/open.h"

#include <errno.h>
#include <stdlib.h>

#include "maps/rules.h"

#include "apply/slots.h"
#include "cleanup.h"

/*
 * What panic opens. Rules on trial are given up for those that they would fall back to: whoever panics does not confirm.
 * What cannot be read is opened all the same.
 */
static int opened_find(const struct pins *pins, const struct rule_maps *maps, struct slots *ret,
		       bool *ret_keep)
{
	struct rules *live = NULL;

	(void)rules_slot_read(pins, maps->rules, RULES_LIVE, &ret->live);
	*ret_keep = ret->live && !rules_staged(ret->live) && !ret->live->header.deadline_ns;
	if (ret->live && ret->live->header.deadline_ns) {
		(void)rules_slot_read(pins, maps->rules, RULES_PREVIOUS, &live);
		ret->previous = ret->live;
		ret->live = live;
	}
	if (!ret->live) {
		ret->live = calloc(1, sizeof(*ret->live));
		if (!ret->live)
			return -ENOMEM;
		ret->live->header.layout = RULES_LAYOUT;
	}
	return 0;
}

int apply_open(const struct pins *pins, const struct rule_maps *maps, struct applied *ret)
{
	_cleanup_(slots_free) struct slots slots = {};
	bool keep;
	int r = opened_find(pins, maps, &slots, &keep);

	if (r < 0)
		return r;
	if (slots_open(&slots)) {
		*ret = applied_of(slots.live, false);
		return 0;
	}
	r = rules_stamp(maps, &slots, slots.live);
	if (r < 0)
		return r;
	slots.live->header.mode = MODE_OPEN;
	slots.live->header.deadline_ns = 0;
	r = rules_commit(pins, maps, slots.live, keep);
	if (r == 0)
		*ret = applied_of(slots.live, true);
	return r;
}

int apply_close(const struct pins *pins, const struct rule_maps *maps, struct applied *ret)
{
	_cleanup_(slots_free) struct slots slots = {};
	const struct rules *in_force;
	int r = slots_read(pins, maps, &slots);

	if (r < 0)
		return r;
	in_force = slots_in_force(&slots);
	if (in_force && !slots_open(&slots) && !rules_staged(in_force)) {
		*ret = applied_of(in_force, false);
		return 0;
	}
	if (!slots_open(&slots) || !slots.previous || slots.previous->header.mode == MODE_OPEN)
		return -ENODATA;
	r = rules_stamp(maps, &slots, slots.previous);
	if (r < 0)
		return r;
	slots.previous->header.deadline_ns = 0;
	r = rules_commit(pins, maps, slots.previous, false);
	if (r == 0)
		*ret = applied_of(slots.previous, true);
	return r;
}
