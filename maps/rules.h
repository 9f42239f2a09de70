/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Map `rules` from user space: values go in whole and frozen. Functions return 0 or -errno; outer is a descriptor of
 * the outer map.
 */
#ifndef UCGATE_MAPS_RULES_H
#define UCGATE_MAPS_RULES_H

#include <stdint.h>

#include "abi/rules.h"

#include "maps/pin.h"

/* Makes a map that holds the value and is never written again. A descriptor, or -errno. */
int rules_map_make(const struct rules *rules);

/* The one step that puts other rules in force. It comes back when no packet uses what was in the slot any more. */
int rules_slot_set(int outer, enum rules_slot slot, int inner);

/*
 * The same, and what was in force becomes the previous rules right before: first one slot, then the other, and where
 * the kernel knows how (6.8), one wait for both.
 */
int rules_slots_shift(int outer, int live, int next);

/*
 * Opens what a slot holds, for reading: by its id, which takes CAP_SYS_ADMIN, else by the one of the pins that is it.
 * A descriptor, -ENOENT when the slot is empty, or -errno.
 */
int rules_slot_open(const struct pins *pins, int outer, enum rules_slot slot);

/* The kernel's id of a map; 0 when it does not tell. */
uint32_t rules_map_id(int inner);

/* Reads the value: *ret to free(). -EPROTO: of a layout that this build does not know. */
int rules_map_read(int inner, struct rules **ret);

/* rules_slot_open() and rules_map_read(). */
int rules_slot_read(const struct pins *pins, int outer, enum rules_slot slot, struct rules **ret);

#endif
