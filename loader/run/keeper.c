// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "run/keeper.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "maps/live.h"

#include "attach/egress.h"
#include "change/attached.h"
#include "change/attachment.h"
#include "change/put.h"
#include "change/trial_text.h"
#include "cleanup.h"
#include "run/notify.h"

#define US_PER_MS ((uint64_t)1000)

enum {
	RETRY_FIRST_MS = 50,
	RETRY_DOUBLINGS = 9,
	RELOAD_RETRY_MS = 1000,
};

static const char *name_of(const struct keeper *keeper)
{
	return keeper->follow.interface.name;
}

static void state_set(struct keeper *keeper, enum keeper_state state)
{
	if (state != KEEPER_STUCK)
		keeper->tries = 0;
	keeper->missed = false;
	keeper->state = state;
	keeper->changed(keeper->self);
}

/* --- the filter --- */

static enum outcome pins_take(struct keeper *keeper, const struct pins *pins)
{
	int r = hold_take(&keeper->hold, pins);

	if (r == 0)
		return OUTCOME_DONE;
	log_errno(r, "%s: %s", name_of(keeper),
		  r == -EBUSY ? "another 'ucgate run' keeps it" : "cannot hold its pins");
	return OUTCOME_KERNEL;
}

static void open_begin(struct keeper *keeper)
{
	if (keeper->begun && !keeper->open_since)
		keeper->open_since = timer_now();
}

static void open_end(struct keeper *keeper)
{
	if (keeper->open_since)
		log_note("%s: filtered again, after it was open for %" PRIu64 " ms", name_of(keeper),
			 (timer_now() - keeper->open_since + US_PER_MS - 1) / US_PER_MS);
	keeper->open_since = 0;
}

static enum outcome attach(struct keeper *keeper)
{
	struct pins left;
	const struct attach_order order = {.interface = keeper->follow.interface,
					   .xdp = keeper->order.xdp,
					   .flows = keeper->order.flows,
					   .patience_ms = keeper->begun ? LOCK_HURRY_MS : LOCK_PATIENCE_MS,
					   .left = hold_find(&keeper->hold, &left) ? &left : NULL,
					   .keep = !keeper->due};
	_cleanup_free_ struct rules *rules = NULL;
	struct prepared prepared = {};
	struct attachment attachment;
	enum outcome outcome;

	(void)prepared_copy(&keeper->source.accepted, &prepared);
	prepared.force |= keeper->begun; /* guards are for who asks, not for who puts right */
	rules = prepared.rules;
	outcome = interface_attach(&order, &prepared, &attachment);
	if (outcome == OUTCOME_DONE)
		outcome = pins_take(keeper, &attachment.pins);
	if (outcome != OUTCOME_DONE)
		return outcome;
	keeper->due = false;
	open_end(keeper);
	state_set(keeper, KEEPER_ON);
	return OUTCOME_DONE;
}

/* The filter that is on the interface. Returns 1, 0: there is none, or -errno. */
static int filter_find(const struct keeper *keeper, struct attached *ret)
{
	_cleanup_(attached_list_free) struct attached_list list = {};
	int r = attached_list_read(name_of(keeper), &list);

	if (r < 0)
		return r;
	if (list.count)
		*ret = list.list[0];
	return list.count > 0;
}

/* An interface that is being deleted goes down first, then it is without programs, then it is gone. */
static bool wait_and_see(struct keeper *keeper)
{
	if (keeper->missed || (keeper->follow.interface.up && !hold_lost(&keeper->hold)))
		return false;
	keeper->missed = true;
	(void)timer_set(&keeper->retry, RETRY_FIRST_MS * US_PER_MS);
	return true;
}

static enum outcome filter_missing(struct keeper *keeper)
{
	if (keeper->state == KEEPER_OFF || (keeper->state == KEEPER_ON && wait_and_see(keeper)))
		return OUTCOME_DONE;
	if (keeper->state == KEEPER_ON && hold_lost(&keeper->hold)) {
		log_warning("%s: somebody has detached it, so it stays open until 'ucgate attach -i %s'",
			    name_of(keeper), name_of(keeper));
		hold_release(&keeper->hold);
		state_set(keeper, KEEPER_OFF);
		return OUTCOME_DONE;
	}
	if (keeper->state == KEEPER_ON) {
		log_warning("%s: its filter was taken off, putting it back", name_of(keeper));
		open_begin(keeper);
	}
	return attach(keeper);
}

/* Once for each trial, since nobody was there to say it when it ended. */
static void trial_tell(struct keeper *keeper, const struct pins *pins)
{
	_cleanup_(live_free) struct live live = {};

	if (live_read(pins, &live) < 0 || !live.trial.expired ||
	    live.trial.rules.generation == keeper->expired)
		return;
	keeper->expired = live.trial.rules.generation;
	trial_say(name_of(keeper), &live.trial);
}

/* The rules of who has attached it, or changed them by hand, stay until our file changes. */
static void filter_take(struct keeper *keeper, const struct pins *pins)
{
	keeper->missed = false;
	trial_tell(keeper, pins);
	if (keeper->state == KEEPER_ON)
		return;
	log_note("%s: %s", name_of(keeper),
		 keeper->state == KEEPER_OFF ? "somebody has attached it again" : "it is filtered already");
	keeper->open_since = 0;
	state_set(keeper, KEEPER_ON);
}

/* Ours before anything is changed: the interface may have another `run`, by another of its names. */
static enum outcome filter_there(struct keeper *keeper, const struct attached *attached)
{
	bool whole = !attached->known || egress_way(&attached->pins);

	if (pins_take(keeper, &attached->pins) != OUTCOME_DONE)
		return OUTCOME_KERNEL;
	if (keeper->due || !whole)
		return attach(keeper);
	filter_take(keeper, &attached->pins);
	return OUTCOME_DONE;
}

static enum outcome put_right(struct keeper *keeper)
{
	struct attached attached;
	int r = filter_find(keeper, &attached);

	if (r < 0) {
		log_errno(r, "%s: cannot tell whether it is filtered", name_of(keeper));
		return OUTCOME_KERNEL;
	}
	return r ? filter_there(keeper, &attached) : filter_missing(keeper);
}

/* --- looking --- */

static void absent(struct keeper *keeper)
{
	keeper->open_since = 0;
	if (keeper->state != KEEPER_OFF && keeper->state != KEEPER_ABSENT)
		state_set(keeper, KEEPER_ABSENT);
}

/* It left pins, so somebody had attached it again, between two looks. */
static bool attached_last(struct keeper *keeper)
{
	struct pins pins;

	hold_take_left(&keeper->hold, name_of(keeper));
	return hold_find(&keeper->hold, &pins);
}

static void arrived(struct keeper *keeper)
{
	absent(keeper);
	if (keeper->state == KEEPER_OFF && attached_last(keeper))
		state_set(keeper, KEEPER_ABSENT);
	if (keeper->state == KEEPER_OFF)
		log_warning("%s is back and stays open, as it was detached by hand", name_of(keeper));
	else
		open_begin(keeper);
}

/* An interface that goes meanwhile is no failure; one that came in its place is attached to next. */
static enum outcome look(struct keeper *keeper)
{
	enum outcome outcome;

	do {
		enum followed followed = follow_look(&keeper->follow);

		if (followed == FOLLOWED_NONE) {
			absent(keeper);
			return OUTCOME_DONE;
		}
		if (followed == FOLLOWED_ANOTHER)
			arrived(keeper);
		outcome = put_right(keeper);
	} while (outcome != OUTCOME_DONE && !follow_there(&keeper->follow));
	return outcome;
}

void keeper_look(struct keeper *keeper)
{
	unsigned int doublings = keeper->tries < RETRY_DOUBLINGS ? keeper->tries : RETRY_DOUBLINGS;

	if (look(keeper) == OUTCOME_DONE)
		return;
	keeper->tries++;
	if (keeper->state != KEEPER_STUCK)
		state_set(keeper, KEEPER_STUCK);
	(void)timer_set(&keeper->retry, ((uint64_t)RETRY_FIRST_MS << doublings) * US_PER_MS);
}

static void retry_due(void *self)
{
	keeper_look(self);
}

void keeper_tell(struct keeper *keeper, const struct link_news *news)
{
	if (!news || follow_tell(&keeper->follow, news))
		keeper_look(keeper);
}

/* --- rules --- */

/* Where it is not filtered at the moment, the rules wait for that. */
static enum outcome put_copy(struct keeper *keeper, const struct prepared *copy)
{
	struct attached attached;
	struct applied applied;
	enum outcome outcome;

	if (filter_find(keeper, &attached) <= 0)
		return OUTCOME_DONE;
	outcome = rules_put(&attached, copy, &applied);
	if (outcome != OUTCOME_DONE)
		return outcome;
	keeper->due = false;
	log_note("%s: generation %u, %s", name_of(keeper), applied.generation,
		 applied.changed ? "reloaded" : "nothing changed");
	return OUTCOME_DONE;
}

static enum outcome put(struct keeper *keeper, const struct prepared *prepared)
{
	_cleanup_close_ int lock = -1;
	_cleanup_free_ struct rules *rules = NULL;
	struct prepared copy;
	int r = prepared_copy(prepared, &copy);

	if (r < 0) {
		log_errno(r, "%s: cannot put the rules in force", name_of(keeper));
		return OUTCOME_KERNEL;
	}
	rules = copy.rules;
	if (attached_lock(LOCK_HURRY_MS, &lock) != OUTCOME_DONE) {
		rule_source_again(&keeper->source, RELOAD_RETRY_MS * US_PER_MS);
		return OUTCOME_KERNEL;
	}
	return put_copy(keeper, &copy);
}

/* As `ucgate reload` counts it. */
static void refusal_count(const struct keeper *keeper)
{
	_cleanup_close_ int lock = -1;
	struct attached attached;

	if (keeper->state == KEEPER_ON && attached_lock(LOCK_HURRY_MS, &lock) == OUTCOME_DONE &&
	    filter_find(keeper, &attached) > 0)
		reload_count(&attached, RELOAD_REFUSED);
}

static enum outcome rules_renew(struct keeper *keeper)
{
	_cleanup_(prepared_free) struct prepared prepared = {};
	enum outcome outcome = rule_source_read(&keeper->source, &prepared);

	if (outcome == OUTCOME_REFUSED)
		refusal_count(keeper);
	if (outcome == OUTCOME_DONE) {
		keeper->due = true;
		if (keeper->state == KEEPER_ON)
			outcome = put(keeper, &prepared);
		keeper->due &= outcome == OUTCOME_DONE;
	}
	if (outcome == OUTCOME_DONE)
		rule_source_accept(&keeper->source, &prepared);
	keeper->refused = outcome == OUTCOME_REFUSED;
	return outcome;
}

void keeper_reload(struct keeper *keeper)
{
	(void)rules_renew(keeper);
	keeper->changed(keeper->self);
}

static void source_changed(void *self)
{
	notify_reloading();
	keeper_reload(self);
	notify_ready();
}

/* --- the whole --- */

/* Refused rules end it where nothing else filters. */
static enum outcome begin(struct keeper *keeper)
{
	enum outcome outcome = rules_renew(keeper);
	struct attached attached;

	if (keeper->refused) {
		if (follow_look(&keeper->follow) == FOLLOWED_NONE || filter_find(keeper, &attached) <= 0)
			return outcome;
		log_warning("%s: goes on with the rules that are in force", name_of(keeper));
	}
	outcome = look(keeper);
	if (!keeper->follow.interface.ifindex) {
		hold_take_left(&keeper->hold, keeper->order.interface);
		log_note("%s is not there yet, waiting for it", keeper->order.interface);
	}
	keeper->begun = true;
	return outcome;
}

enum outcome keeper_open(const struct loop *loop, const struct keeper_order *order,
			 void (*changed)(void *self), void *self, struct keeper *keeper)
{
	int r;

	*keeper = (struct keeper){.loop = loop,
				  .order = *order,
				  .follow.name = order->interface,
				  .hold.fd = -1,
				  .changed = changed,
				  .self = self};
	r = rule_source_open(loop, order->file, &order->terms, source_changed, keeper, &keeper->source);
	if (r == 0)
		r = timer_open(loop, retry_due, keeper, &keeper->retry);
	if (r < 0) {
		log_errno(r, "%s: cannot watch it", order->interface);
		return OUTCOME_KERNEL;
	}
	return begin(keeper);
}

void keeper_close(struct keeper *keeper)
{
	rule_source_close(&keeper->source);
	timer_close(keeper->loop, &keeper->retry);
	hold_release(&keeper->hold);
}

void keeper_status(const struct keeper *keeper, char *ret, size_t size)
{
	static const char *const states[] = {
		[KEEPER_ABSENT] = "not there, waiting for it",
		[KEEPER_ON] = "filtered",
		[KEEPER_OFF] = "OPEN, detached by hand",
		[KEEPER_STUCK] = "OPEN, cannot attach, trying again",
	};
	bool there = keeper->follow.interface.ifindex;

	snprintf(ret, size, "%s: %s%s", there ? name_of(keeper) : keeper->order.interface,
		 states[keeper->state], keeper->refused ? ", its rule file is refused" : "");
}
