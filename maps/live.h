/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The rules in force, for whoever may read the pins. Slot RULES_LIVE of the outer map is the only truth, but it gives
 * no more than an id, and to open a map by its id takes CAP_SYS_ADMIN. So the loader pins each inner map as well: as
 * PIN_RULES_NEXT before the commit, renamed to PIN_RULES_LIVE after it. Wherever the loader may be killed, one of the
 * two has the id in the slot, and a reader without privilege finds it.
 */
#ifndef UCGATE_MAPS_LIVE_H
#define UCGATE_MAPS_LIVE_H

#include <stdint.h>

#include "abi/rules.h"

#include "maps/pin.h"

#define PIN_RULES_LIVE	   "rules_live"
#define PIN_RULES_NEXT	   "rules_next"
#define PIN_RULES_PREVIOUS "rules_previous" /* likewise of slot RULES_PREVIOUS, for the loader */

/* The id of the inner map in slot RULES_LIVE. -ENOENT: nothing is pinned, or no rules were committed yet. */
int rules_live_id(const struct pins *pins, uint32_t *ret_id);

/*
 * Reads the rules in force: one value of one frozen map, so never half of a reload. *ret is to be freed, *ret_id is
 * the map's id. -ENOENT as above; -EPROTO: of a layout that this build does not know; -ESTALE: the slot names a map
 * that the caller can open neither by id nor by a pin.
 */
int rules_live_read(const struct pins *pins, struct rules **ret, uint32_t *ret_id);

#endif
