// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "apply/apply.h"

#include <errno.h>
#include <string.h>

#include <bpf/bpf.h>

#include "maps/counters.h"
#include "maps/live.h"
#include "maps/rules.h"

#include "apply/blocklist_slot.h"
#include "apply/counter_plan.h"
#include "base/moment.h"
#include "cleanup.h"

/* What the slots hold now; NULL: nothing, or nothing that can be read. */
struct slots {
	struct rules *live, *previous;
};

static void slots_free(struct slots *slots)
{
	free(slots->live);
	free(slots->previous);
}

int rule_maps_open(const struct pins *pins, struct rule_maps *ret)
{
	_cleanup_(rule_maps_close) struct rule_maps maps = {-1, -1, -1, -1};

	maps.rules = pin_open(pins, "rules");
	if (maps.rules < 0)
		return maps.rules;
	maps.service_stats = pin_open(pins, "service_stats");
	if (maps.service_stats < 0)
		return maps.service_stats;
	maps.counter_names = pin_open(pins, "counter_names");
	if (maps.counter_names < 0)
		return maps.counter_names;
	maps.blocklists = pin_open(pins, "blocklists");
	if (maps.blocklists < 0)
		return maps.blocklists;
	*ret = maps;
	maps = (struct rule_maps){-1, -1, -1, -1};
	return 0;
}

void rule_maps_close(struct rule_maps *maps)
{
	cleanup_close(&maps->rules);
	cleanup_close(&maps->service_stats);
	cleanup_close(&maps->counter_names);
	cleanup_close(&maps->blocklists);
}

/* An empty slot is fine; rules of another layout are not: nothing of theirs may be taken for ours. */
static int slot_read(const struct pins *pins, int outer, enum rules_slot slot, struct rules **ret)
{
	int r = rules_slot_read(pins, outer, slot, ret);

	return r == -ENOENT ? 0 : r;
}

static int slots_read(const struct pins *pins, const struct rule_maps *maps, struct slots *ret)
{
	int r = slot_read(pins, maps->rules, RULES_LIVE, &ret->live);

	return r < 0 ? r : slot_read(pins, maps->rules, RULES_PREVIOUS, &ret->previous);
}

static bool pin_in_slot(const struct pins *pins, const char *name, int outer, enum rules_slot slot)
{
	_cleanup_close_ int fd = pin_open_readonly(pins, name);
	uint32_t key = slot, id;

	return fd >= 0 && bpf_map_lookup_elem(outer, &key, &id) == 0 && rules_map_id(fd) == id;
}

/* The pins follow the slots. A change that was killed after its commit is settled here as well, by the next one. */
static int pins_settle(const struct pins *pins, int outer)
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

/* The one step: rules come into force. keep: those in force so far become the previous ones. */
static int commit(const struct pins *pins, const struct rule_maps *maps, const struct rules *rules, bool keep)
{
	_cleanup_close_ int next = -1, live = -1;
	int r = pins_settle(pins, maps->rules);

	if (r < 0)
		return r;
	next = rules_map_make(rules);
	if (next < 0)
		return next;
	r = pin_put(pins, PIN_RULES_NEXT, next);
	if (r < 0)
		return r;
	/* Whom the administrator lets read the rules may read on, where we may say so (CAP_CHOWN). */
	r = pin_permit_as(pins, PIN_RULES_NEXT, PIN_RULES_LIVE);
	if (r < 0 && r != -ENOENT && r != -EPERM)
		return r;
	live = keep ? rules_slot_open(pins, maps->rules, RULES_LIVE) : -ENOENT;
	if (live < 0 && live != -ENOENT)
		return live;
	r = live < 0 ? rules_slot_set(maps->rules, RULES_LIVE, next)
		     : rules_slots_shift(maps->rules, live, next);
	return r < 0 ? r : pins_settle(pins, maps->rules);
}

static int previous_set(const struct pins *pins, const struct rule_maps *maps, const struct rules *rules)
{
	_cleanup_close_ int inner = rules_map_make(rules);
	int r;

	if (inner < 0)
		return inner;
	r = rules_slot_set(maps->rules, RULES_PREVIOUS, inner);
	return r < 0 ? r : pin_put(pins, PIN_RULES_PREVIOUS, inner);
}

/* Zeroed before a name gets it: nobody counts there, no rules in force name it. */
static int counters_grant(const struct rule_maps *maps, const struct counter_plan *plan)
{
	for (unsigned int i = 0; i < plan->grants; i++) {
		const struct counter_grant *grant = &plan->grant[i];
		int r = 0;

		if (grant->former[0])
			r = counter_name_remove(maps->counter_names, grant->former);
		if (r == 0)
			r = service_stats_zero(maps->service_stats, grant->id);
		if (r == 0)
			r = counter_name_put(maps->counter_names, grant->name, grant->id);
		if (r < 0)
			return r;
	}
	return 0;
}

static int counters_assign(const struct rule_maps *maps, const struct slots *slots, struct rules *rules)
{
	const struct rules *used[2] = {slots->live, slots->previous};
	struct counter_names names;
	struct counter_plan plan;
	int r = counter_names_read(maps->counter_names, &names);

	if (r < 0)
		return r;
	counter_plan_make(&names, used, rules, &plan);
	return counters_grant(maps, &plan);
}

static void stamp(struct rules *rules, const struct rules *live)
{
	rules->header.generation = live ? live->header.generation + 1 : 1;
	rules->header.applied_at_ns = moment_now();
}

bool rules_staged(const struct rules *rules)
{
	return rules->header.mode == MODE_OPEN && rules->header.generation == 0;
}

/* Panic, that is: what is staged ends by the next rules. */
static bool is_open(const struct rules *live)
{
	return live && live->header.mode == MODE_OPEN && !rules_staged(live);
}

static bool is_same(const struct rules *a, const struct rules *b)
{
	return a && memcmp(a->header.hash, b->header.hash, sizeof(a->header.hash)) == 0;
}

static bool is_same_file(const struct rules *a, const struct rules *b)
{
	return strncmp(a->file, b->file, sizeof(a->file)) == 0;
}

/* The same rules from another file are no other generation, nor a reason to forget the previous ones. */
static void stamp_again(struct rules *rules, const struct rules *live)
{
	rules->header.generation = live->header.generation;
	rules->header.applied_at_ns = live->header.applied_at_ns;
}

static struct applied applied(const struct rules *rules, bool changed)
{
	struct applied applied = {.changed = changed,
				  .open = rules->header.mode == MODE_OPEN,
				  .generation = rules->header.generation};

	memcpy(applied.hash, rules->header.hash, sizeof(applied.hash));
	return applied;
}

/* Killed between the two steps, panic stays on and ends in the new rules. */
static int put_behind_open(const struct pins *pins, const struct rule_maps *maps, struct rules *rules)
{
	int r = previous_set(pins, maps, rules);

	if (r < 0)
		return r;
	rules->header.mode = MODE_OPEN;
	return commit(pins, maps, rules, false);
}

int apply_rules(const struct pins *pins, const struct rule_maps *maps, struct rules *rules,
		const struct blocklist_table *lists, struct applied *ret)
{
	_cleanup_(slots_free) struct slots slots = {};
	bool same, keep;
	int r = slots_read(pins, maps, &slots);

	if (r < 0)
		return r;
	same = is_same(slots.live, rules) && (!is_open(slots.live) || slots.previous);
	if (same && is_same_file(slots.live, rules)) {
		*ret = applied(slots.live, false);
		return pins_settle(pins, maps->rules);
	}
	r = blocklists_fill(pins, maps, (const struct rules *[]){slots.live, slots.previous}, lists, rules);
	if (r == 0)
		r = counters_assign(maps, &slots, rules);
	if (r < 0)
		return r;
	if (same)
		stamp_again(rules, slots.live);
	else
		stamp(rules, slots.live);
	keep = !same && !(slots.live && rules_staged(slots.live));
	r = is_open(slots.live) ? put_behind_open(pins, maps, rules) : commit(pins, maps, rules, keep);
	if (r < 0)
		return r;
	*ret = applied(rules, !same);
	blocklists_tidy(pins, maps,
			(const struct rules *[]){rules, is_open(slots.live) ? rules
							: keep		    ? slots.live
									    : slots.previous});
	return 0;
}

int apply_stage(const struct pins *pins, const struct rule_maps *maps)
{
	_cleanup_free_ struct rules *rules = calloc(1, sizeof(*rules));

	if (!rules)
		return -ENOMEM;
	rules->header.layout = RULES_LAYOUT;
	rules->header.mode = MODE_OPEN;
	return commit(pins, maps, rules, false);
}

int apply_open(const struct pins *pins, const struct rule_maps *maps, struct applied *ret)
{
	_cleanup_(slots_free) struct slots slots = {};
	bool readable;
	int r;

	(void)slot_read(pins, maps->rules, RULES_LIVE, &slots.live);
	if (is_open(slots.live)) {
		*ret = applied(slots.live, false);
		return 0;
	}
	readable = slots.live && !rules_staged(slots.live);
	if (!slots.live) {
		slots.live = calloc(1, sizeof(*slots.live));
		if (!slots.live)
			return -ENOMEM;
		slots.live->header.layout = RULES_LAYOUT;
	}
	stamp(slots.live, slots.live);
	slots.live->header.mode = MODE_OPEN;
	r = commit(pins, maps, slots.live, readable);
	if (r == 0)
		*ret = applied(slots.live, true);
	return r;
}

int apply_close(const struct pins *pins, const struct rule_maps *maps, struct applied *ret)
{
	_cleanup_(slots_free) struct slots slots = {};
	int r = slots_read(pins, maps, &slots);

	if (r < 0)
		return r;
	if (slots.live && rules_staged(slots.live))
		return -ENODATA;
	if (slots.live && !is_open(slots.live)) {
		*ret = applied(slots.live, false);
		return 0;
	}
	if (!slots.previous || is_open(slots.previous))
		return -ENODATA;
	stamp(slots.previous, slots.live);
	r = commit(pins, maps, slots.previous, false);
	if (r == 0)
		*ret = applied(slots.previous, true);
	return r;
}
