// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "apply/apply.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#include "maps/counters.h"
#include "maps/live.h"

#include "apply/blocklist_slot.h"
#include "apply/counter_plan.h"
#include "apply/slots.h"
#include "base/moment.h"
#include "cleanup.h"

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

static bool is_same(const struct rules *a, const struct rules *b)
{
	return a && memcmp(a->header.hash, b->header.hash, sizeof(a->header.hash)) == 0;
}

static bool is_same_file(const struct rules *a, const struct rules *b)
{
	return strncmp(a->file, b->file, sizeof(a->file)) == 0;
}

/* Fills what the rules need beside their slot, and stamps it into them. */
static int needs_fill(const struct pins *pins, const struct rule_maps *maps, const struct slots *slots,
		      const struct blocklist_table *lists, struct rules *rules)
{
	int r = blocklists_fill(pins, maps, (const struct rules *[]){slots->live, slots->previous}, lists,
				rules);

	return r < 0 ? r : counters_assign(maps, slots, rules);
}

/* Rules that are there already keep their number and time, whatever file they come from now. */
static int stamp(const struct rule_maps *maps, const struct slots *slots, const struct rules *twin,
		 struct rules *rules)
{
	if (!twin)
		return rules_stamp(maps, slots, rules);
	rules->header.generation = twin->header.generation;
	rules->header.applied_at_ns = twin->header.applied_at_ns;
	return 0;
}

/* Killed between the two steps, panic stays on and ends in the new rules. */
static int apply_behind_open(const struct pins *pins, const struct rule_maps *maps, const struct slots *slots,
			     const struct change *change, struct applied *ret)
{
	struct rules *rules = change->rules;
	const struct rules *twin = slots->previous && is_same(slots->live, rules) ? slots->live : NULL;
	int r;

	if (change->confirm_s)
		return -EBUSY;
	if (twin && is_same_file(twin, rules)) {
		*ret = applied_of(twin, false);
		return pins_settle(pins, maps->rules);
	}
	r = needs_fill(pins, maps, slots, change->lists, rules);
	if (r == 0)
		r = stamp(maps, slots, twin, rules);
	if (r == 0)
		r = rules_put_back(pins, maps, rules);
	if (r < 0)
		return r;
	rules->header.mode = MODE_OPEN;
	r = rules_commit(pins, maps, rules, false);
	if (r < 0)
		return r;
	*ret = applied_of(rules, !twin);
	blocklists_tidy(pins, maps, (const struct rules *[]){rules, rules});
	return 0;
}

/* What a change comes to, by the rules that are there. */
struct course {
	const struct rules *twin; /* the same rules; NULL: they are new */
	bool keep;		  /* those in slot RULES_LIVE become the previous ones */
	bool inherits;		  /* the deadline of those on trial: only confirm and rollback end a trial */
	bool trial;		  /* gets a deadline of its own */
};

/* Rules that a trial would fall back to, or has fallen back to, need none. */
static struct course course_of(const struct slots *slots, const struct change *change)
{
	const struct rules *live = slots->live, *in_force = slots_in_force(slots);
	bool on_trial = slots->pending || slots->expired, confirmed;
	struct course course = {};

	if (is_same(in_force, change->rules))
		course.twin = in_force;
	else if (slots->pending && is_same(slots->previous, change->rules))
		course.twin = slots->previous;
	confirmed = course.twin && (course.twin == slots->previous || !on_trial);
	course.trial = change->confirm_s && !confirmed;
	course.inherits = slots->pending && !change->confirm_s && !confirmed;
	course.keep = !course.twin && !on_trial && live && (!rules_staged(live) || course.trial);
	return course;
}

static uint64_t deadline_in(unsigned int seconds)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return ((uint64_t)now.tv_sec + seconds) * 1000000000 + (uint64_t)now.tv_nsec +
	       CONFIRM_MARGIN_MS * 1000000ull;
}

static bool nothing_to_do(const struct slots *slots, const struct course *course, const struct rules *rules)
{
	return course->twin && course->twin == slots->live && !course->trial &&
	       is_same_file(slots->live, rules);
}

static int apply_in_force(const struct pins *pins, const struct rule_maps *maps, const struct slots *slots,
			  const struct change *change, struct applied *ret)
{
	struct course course = course_of(slots, change);
	struct rules *rules = change->rules;
	int r;

	if (nothing_to_do(slots, &course, rules)) {
		*ret = applied_of(slots->live, false);
		return pins_settle(pins, maps->rules);
	}
	r = needs_fill(pins, maps, slots, change->lists, rules);
	if (r == 0)
		r = stamp(maps, slots, course.twin, rules);
	if (r < 0)
		return r;
	if (course.trial)
		rules->header.deadline_ns = deadline_in(change->confirm_s);
	else if (course.inherits)
		rules->header.deadline_ns = slots->live->header.deadline_ns;
	r = rules_commit(pins, maps, rules, course.keep);
	if (r < 0)
		return r;
	*ret = applied_of(rules, !is_same(slots_in_force(slots), rules));
	blocklists_tidy(pins, maps,
			(const struct rules *[]){rules, course.keep ? slots->live : slots->previous});
	return 0;
}

int apply_rules(const struct pins *pins, const struct rule_maps *maps, const struct change *change,
		struct applied *ret)
{
	_cleanup_(slots_free) struct slots slots = {};
	int r = slots_read(pins, maps, &slots);

	if (r < 0)
		return r;
	return slots_open(&slots) ? apply_behind_open(pins, maps, &slots, change, ret)
				  : apply_in_force(pins, maps, &slots, change, ret);
}

int apply_stage(const struct pins *pins, const struct rule_maps *maps)
{
	_cleanup_free_ struct rules *rules = calloc(1, sizeof(*rules));

	if (!rules)
		return -ENOMEM;
	rules->header.layout = RULES_LAYOUT;
	rules->header.mode = MODE_OPEN;
	rules->header.applied_at_ns = moment_now();
	return rules_commit(pins, maps, rules, false);
}
