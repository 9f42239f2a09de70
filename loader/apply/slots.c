// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "apply/slots.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <bpf/bpf.h>

#include "maps/changes.h"
#include "maps/live.h"
#include "maps/rules.h"

#include "base/moment.h"
#include "cleanup.h"

void slots_free(struct slots *slots)
{
	free(slots->live);
	free(slots->previous);
}

static int slot_read(const struct pins *pins, int outer, enum rules_slot slot, struct rules **ret)
{
	int r = rules_slot_read(pins, outer, slot, ret);

	return r == -ENOENT ? 0 : r;
}

int slots_read(const struct pins *pins, const struct rule_maps *maps, struct slots *ret)
{
	_cleanup_(slots_free) struct slots slots = {};
	struct trial trial = {};
	int r = slot_read(pins, maps->rules, RULES_LIVE, &slots.live);

	if (r == 0)
		r = slot_read(pins, maps->rules, RULES_PREVIOUS, &slots.previous);
	if (r < 0)
		return r;
	if (slots.live)
		trial_look(&slots.live->header, &trial);
	slots.pending = trial.pending;
	slots.expired = trial.expired;
	*ret = slots;
	slots = (struct slots){};
	return 0;
}

const struct rules *slots_in_force(const struct slots *slots)
{
	return slots->expired ? slots->previous : slots->live;
}

bool rules_staged(const struct rules *rules)
{
	return rules->header.mode == MODE_OPEN && rules->header.generation == 0;
}

bool slots_open(const struct slots *slots)
{
	return slots->live && slots->live->header.mode == MODE_OPEN && !rules_staged(slots->live);
}

static bool pin_in_slot(const struct pins *pins, const char *name, int outer, enum rules_slot slot)
{
	_cleanup_close_ int fd = pin_open_readonly(pins, name);
	uint32_t key = slot, id;

	return fd >= 0 && bpf_map_lookup_elem(outer, &key, &id) == 0 && rules_map_id(fd) == id;
}

int pins_settle(const struct pins *pins, int outer)
{
	int r;

	if (pin_in_slot(pins, PIN_RULES_LIVE, outer, RULES_PREVIOUS)) {
		r = pin_rename(pins, PIN_RULES_LIVE, PIN_RULES_PREVIOUS);
		if (r < 0)
			return r;
	}
	if (pin_in_slot(pins, PIN_RULES_NEXT, outer, RULES_LIVE))
		return pin_rename(pins, PIN_RULES_NEXT, PIN_RULES_LIVE);
	r = pin_remove(pins, PIN_RULES_NEXT);
	return r == -ENOENT ? 0 : r;
}

/* Whom the administrator lets read the rules may read on, where we may say so (CAP_CHOWN). */
static int pin_permit(const struct pins *pins, const char *name)
{
	int r = pin_permit_as(pins, name, PIN_RULES_LIVE);

	return r == -ENOENT || r == -EPERM ? 0 : r;
}

int rules_commit(const struct pins *pins, const struct rule_maps *maps, const struct rules *rules, bool keep)
{
	_cleanup_close_ int next = -1, live = -1;
	int r = pins_settle(pins, maps->rules);

	if (r < 0)
		return r;
	next = rules_map_make(rules);
	if (next < 0)
		return next;
	r = pin_put(pins, PIN_RULES_NEXT, next);
	if (r == 0)
		r = pin_permit(pins, PIN_RULES_NEXT);
	if (r < 0)
		return r;
	live = keep ? rules_slot_open(pins, maps->rules, RULES_LIVE) : -ENOENT;
	if (live < 0 && live != -ENOENT)
		return live;
	r = live < 0 ? rules_slot_set(maps->rules, RULES_LIVE, next)
		     : rules_slots_shift(maps->rules, live, next);
	if (r == 0)
		(void)pins_settle(pins, maps->rules); /* they are in force; the next change settles it, too */
	return r;
}

int rules_put_back(const struct pins *pins, const struct rule_maps *maps, const struct rules *rules)
{
	_cleanup_close_ int inner = rules_map_make(rules);
	int r;

	if (inner < 0)
		return inner;
	r = rules_slot_set(maps->rules, RULES_PREVIOUS, inner);
	if (r == 0)
		r = pin_put(pins, PIN_RULES_PREVIOUS, inner);
	return r < 0 ? r : pin_permit(pins, PIN_RULES_PREVIOUS);
}

static uint32_t generation_max(uint32_t generation, const struct rules *rules)
{
	return rules && rules->header.generation > generation ? rules->header.generation : generation;
}

/* What expired had its number too: flows that were held against it must not pass for held against other rules. */
int rules_stamp(const struct rule_maps *maps, const struct slots *slots, struct rules *rules)
{
	struct changes changes;
	int r = changes_read(maps->changes, &changes);

	if (r < 0)
		return r;
	changes.generation = generation_max(changes.generation, slots->live);
	changes.generation = generation_max(changes.generation, slots->previous) + 1;
	r = changes_write(maps->changes, &changes);
	if (r < 0)
		return r;
	rules->header.generation = changes.generation;
	rules->header.applied_at_ns = moment_now();
	return 0;
}
