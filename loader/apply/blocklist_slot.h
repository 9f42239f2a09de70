/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Which slot of map `blocklists` the lists of new rules go to: of the rules in force and the previous ones each may use
 * one, so one of three is always free. Filled before the rules are committed: they change in one step with their lists.
 */
#ifndef UCGATE_APPLY_BLOCKLIST_SLOT_H
#define UCGATE_APPLY_BLOCKLIST_SLOT_H

#include "abi/rules.h"

#include "maps/pin.h"

#include "apply/rule_maps.h"
#include "rules/blocklist_table.h"

/*
 * Finds the slot that holds the lists already, or fills one that nobody uses, and stamps it into *rules. used: the rules in
 * force and the previous ones, NULLs allowed.
 */
int blocklists_fill(const struct pins *pins, const struct rule_maps *maps, const struct rules *const used[2],
		    const struct blocklist_table *lists, struct rules *rules);

/* Empties the slots that neither of the two uses, once no packet does any more. What fails is left to the next change. */
void blocklists_tidy(const struct pins *pins, const struct rule_maps *maps,
		     const struct rules *const used[2]);

#endif
