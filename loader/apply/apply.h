/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * From a compiled value to the rules in force. All under pins_lock(). Every change is one update of slot RULES_LIVE:
 * killed at any instant, the interface runs wholly the old or wholly the new rules, and when a function returns no
 * packet is judged by the old ones any more.
 */
#ifndef UCGATE_APPLY_APPLY_H
#define UCGATE_APPLY_APPLY_H

#include "abi/rules.h"

#include "maps/pin.h"

#include "apply/applied.h"
#include "apply/rule_maps.h"
#include "rules/blocklist_table.h"

/* A day: who has not confirmed by then has forgotten. */
enum { CONFIRM_SECONDS_MAX = 86400 };

/* What is to come into force. */
struct change {
	struct rules *
		rules; /* generation, time, counters, deadline and the blocklists' slot are stamped into it */
	const struct blocklist_table *lists;
	unsigned int confirm_s; /* 0: for good; else for so long, unless it is confirmed */
};

/*
 * Puts rules in force with their blocklists. When those in force are the same, nothing changes but the file that they
 * are known by. While panic is on, they become those that its end goes back to, and all keeps passing.
 *
 * With confirm_s the rules are on trial: past their deadline the packet programs use slot RULES_PREVIOUS by themselves.
 * That slot holds the last rules that nobody has to confirm. A change during a trial takes its place and leaves that slot
 * alone: with confirm_s it runs from now, else the deadline stays as it is. Only apply_confirm() and apply_rollback()
 * (trial.h) end a trial, or a change to the very rules it would fall back to.
 *
 * -EBUSY: a trial while panic is on.
 */
int apply_rules(const struct pins *pins, const struct rule_maps *maps, const struct change *change,
		struct applied *ret);

/*
 * Lets everything pass as long as the interface is not wholly filtered, by rules of generation 0, which apply_rules()
 * replaces at once: for rules that drop in both directions, whose two programs cannot come and go in one step.
 */
int apply_stage(const struct pins *pins, const struct rule_maps *maps);

#endif
