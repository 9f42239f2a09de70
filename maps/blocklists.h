/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Map `blocklists` from user space: lines go in whole and frozen. outer is a descriptor of the outer map. Functions
 * return 0 or -errno.
 */
#ifndef UCGATE_MAPS_BLOCKLISTS_H
#define UCGATE_MAPS_BLOCKLISTS_H

#include <stdbool.h>
#include <stddef.h>

#include "abi/blocklist.h"

#include "maps/pin.h"

/* Makes a map of the lines that is never written again. A descriptor, or -errno. */
int blocklist_map_make(const struct blocklist_line *lines, size_t count);

/* Each comes back when no packet uses what was in the slot any more. */
int blocklist_slot_set(int outer, unsigned int slot, int inner);
int blocklist_slot_clear(int outer, unsigned int slot);

/* Pins what is in a slot for readers without CAP_SYS_ADMIN (maps/live.h tells why), and takes the pin away. */
int blocklist_pin_put(const struct pins *pins, unsigned int slot, int inner);
int blocklist_pin_remove(const struct pins *pins, unsigned int slot);

bool blocklist_slot_used(int outer, unsigned int slot);

/* Reads the lines of a slot, by its id or its pin: *ret to free(). -ENOENT: it is empty; -ESTALE: it is neither. */
int blocklist_slot_read(const struct pins *pins, int outer, unsigned int slot, struct blocklist_line **ret,
			size_t *ret_count);

#endif
