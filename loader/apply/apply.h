/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * From a compiled value to the rules in force. All under pins_lock(). Every change is one update of slot RULES_LIVE:
 * killed at any instant, the interface runs wholly the old or wholly the new rules, and when a function returns no
 * packet is judged by the old ones any more.
 *
 * Panic is such a change as well: the live value is replaced by a copy in MODE_OPEN, and slot RULES_PREVIOUS holds
 * what `panic --off` goes back to.
 */
#ifndef UCGATE_APPLY_APPLY_H
#define UCGATE_APPLY_APPLY_H

#include <stdbool.h>
#include <stdint.h>

#include "abi/rules.h"

#include "maps/pin.h"

#include "rules/blocklist_table.h"

/* A day: who has not confirmed by then has forgotten. */
enum { CONFIRM_SECONDS_MAX = 86400 };

/* The maps that a change of rules touches: descriptors of an interface's pins. */
struct rule_maps {
	int rules, service_stats, counter_names, blocklists, changes;
};

int rule_maps_open(const struct pins *pins, struct rule_maps *ret);
void rule_maps_close(struct rule_maps *maps);

struct applied {
	bool changed;
	bool open;	    /* panic is on: the rules wait for its end */
	uint32_t pending_s; /* until they fall back unless they are confirmed; 0: they stay */
	uint32_t generation;
	uint8_t hash[32];
};

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

/* Whether rules are those of apply_stage(). */
bool rules_staged(const struct rules *rules);

/* Lets everything pass, whatever the rules; with rules in force that cannot be read, too. A trial is over then. (open.c) */
int apply_open(const struct pins *pins, const struct rule_maps *maps, struct applied *ret);

/* Ends that. -ENODATA: there is nothing to go back to. */
int apply_close(const struct pins *pins, const struct rule_maps *maps, struct applied *ret);

#endif
