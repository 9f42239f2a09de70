/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The rules in force, for whoever may read the pins. Slot RULES_LIVE of the outer map is the only truth, but it gives
 * no more than an id, and to open a map by its id takes CAP_SYS_ADMIN. So the loader pins each inner map as well: as
 * PIN_RULES_NEXT before the commit, renamed to PIN_RULES_LIVE after it. Wherever the loader may be killed, one of the
 * two has the id in the slot, and a reader without privilege finds it.
 *
 * Rules that want to be confirmed have a deadline; past it, RULES_PREVIOUS is in force, without anybody changing a slot.
 * Whoever reads the rules reads them here, by the rule that the packet programs go by (bpf/rules.h).
 */
#ifndef UCGATE_MAPS_LIVE_H
#define UCGATE_MAPS_LIVE_H

#include <stdbool.h>
#include <stdint.h>

#include "abi/rules.h"

#include "maps/pin.h"

#define PIN_RULES_LIVE	   "rules_live"
#define PIN_RULES_NEXT	   "rules_next"
#define PIN_RULES_PREVIOUS "rules_previous" /* likewise of slot RULES_PREVIOUS, for the loader */

/*
 * A deadline is that much later than was asked for: the packet programs' clock may be a tick behind, and who is asked
 * for SECS must not be given less.
 */
enum { CONFIRM_MARGIN_MS = 200 };

/* Rules in slot RULES_LIVE that were not confirmed yet; neither pending nor expired: there are none. */
struct trial {
	bool pending;		/* in force until the deadline */
	bool expired;		/* no longer: RULES_PREVIOUS is */
	uint32_t left_s;	/* whole seconds until then, at least 1 while it is pending */
	uint64_t expired_at_ns; /* CLOCK_REALTIME */
	struct rules_header rules;
	char file[RULES_FILE_SIZE];
};

/* What an interface goes by. */
struct live {
	struct rules *rules; /* in force; owned */
	uint32_t id;	     /* of the map in slot RULES_LIVE: another one after every change */
	struct trial trial;
};

void live_free(struct live *live);

/* Says how the deadline of the rules in slot RULES_LIVE stands; *ret but for its file. */
void trial_look(const struct rules_header *live, struct trial *ret);

/* The id of the inner map in slot RULES_LIVE. -ENOENT: nothing is pinned, or no rules were committed yet. */
int rules_live_id(const struct pins *pins, uint32_t *ret_id);

/*
 * Reads the rules in force, and whether they are on trial: one value of one frozen map, so never half of a reload. *ret
 * is to be freed. -ENOENT as above; -EPROTO: of a layout that this build does not know; -ESTALE: the slot names a map
 * that the caller can open neither by id nor by a pin.
 */
int live_read(const struct pins *pins, struct live *ret);

/* The same for who wants no more than the rules: *ret to free(). */
int rules_live_read(const struct pins *pins, struct rules **ret, uint32_t *ret_id);

#endif
