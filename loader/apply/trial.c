// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "apply/trial.h"

#include <errno.h>
#include <string.h>

#include "maps/rules.h"

#include "apply/blocklist_slot.h"
#include "apply/slots.h"
#include "cleanup.h"

int apply_confirm(const struct pins *pins, const struct rule_maps *maps, struct applied *ret)
{
	_cleanup_(slots_free) struct slots slots = {};
	int r = slots_read(pins, maps, &slots);

	if (r < 0)
		return r;
	if (!slots.live)
		return -ENODATA;
	if (slots.expired)
		return -ETIME;
	if (!slots.pending) {
		*ret = applied_of(slots.live, false);
		return pins_settle(pins, maps->rules);
	}
	slots.live->header.deadline_ns = 0;
	r = rules_commit(pins, maps, slots.live, false);
	if (r == 0)
		*ret = applied_of(slots.live, true);
	return r;
}

/* Whether there is a way back, and that it is the end of a trial. */
static int way_back(const struct slots *slots, bool *ret_falls)
{
	if (slots_open(slots))
		return -EBUSY;
	if (!slots->live || !slots->previous)
		return -ENODATA;
	*ret_falls = slots->pending || slots->expired;
	if (*ret_falls)
		return 0;
	if (rules_staged(slots->previous) || memcmp(slots->previous->header.hash, slots->live->header.hash,
						    sizeof(slots->live->header.hash)) == 0)
		return -ENODATA;
	return 0;
}

int rules_previous(const struct pins *pins, const struct rule_maps *maps, struct rules **ret, bool *ret_falls)
{
	_cleanup_(slots_free) struct slots slots = {};
	int r = slots_read(pins, maps, &slots);

	if (r == 0)
		r = way_back(&slots, ret_falls);
	if (r == 0)
		*ret = TAKE_PTR(slots.previous);
	return r;
}

int apply_rollback(const struct pins *pins, const struct rule_maps *maps, struct applied *ret)
{
	_cleanup_(slots_free) struct slots slots = {};
	bool falls;
	int r = slots_read(pins, maps, &slots);

	if (r == 0)
		r = way_back(&slots, &falls);
	if (r == 0 && !falls)
		r = rules_stamp(maps, &slots, slots.previous);
	if (r < 0)
		return r;
	slots.previous->header.deadline_ns = 0;
	r = rules_commit(pins, maps, slots.previous, !falls);
	if (r < 0)
		return r;
	*ret = applied_of(slots.previous, !slots.expired);
	blocklists_tidy(pins, maps,
			(const struct rules *[]){slots.previous, falls ? slots.previous : slots.live});
	return 0;
}
