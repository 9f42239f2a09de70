// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "apply/blocklist_slot.h"

#include <errno.h>
#include <string.h>

#include "maps/blocklists.h"
#include "maps/rules.h"

#include "cleanup.h"

static bool slot_in_use(unsigned int slot, const struct rules *const used[2])
{
	for (int i = 0; i < 2; i++) {
		if (used[i] && used[i]->header.blocklists.lists && used[i]->header.blocklists.slot == slot)
			return true;
	}
	return false;
}

/* Whether the lists of other rules are the same, names and files included, and still there. */
static bool slot_fits(int outer, const struct rules_blocklists *wanted, const struct rules *other)
{
	struct rules_blocklists have;

	if (!other)
		return false;
	have = other->header.blocklists;
	if (!blocklist_slot_used(outer, have.slot))
		return false;
	have.slot = wanted->slot;
	return memcmp(&have, wanted, sizeof(have)) == 0;
}

/*
 * A slot that nobody uses and that is not empty was left by a change that was killed, maybe before the last packet that
 * used it was done. To put the rules in force where they are waits for all of them.
 */
static int packets_wait(const struct pins *pins, const struct rule_maps *maps)
{
	_cleanup_close_ int live = rules_slot_open(pins, maps->rules, RULES_LIVE);

	if (live == -ENOENT)
		return 0;
	return live < 0 ? live : rules_slot_set(maps->rules, RULES_LIVE, live);
}

static int slot_fill(const struct pins *pins, const struct rule_maps *maps, unsigned int slot,
		     const struct blocklist_table *lists)
{
	_cleanup_close_ int inner = blocklist_map_make(lists->lines, lists->count);
	int r = 0;

	if (inner < 0)
		return inner;
	if (blocklist_slot_used(maps->blocklists, slot))
		r = packets_wait(pins, maps);
	if (r == 0)
		r = blocklist_slot_set(maps->blocklists, slot, inner);
	return r < 0 ? r : blocklist_pin_put(pins, slot, inner);
}

int blocklists_fill(const struct pins *pins, const struct rule_maps *maps, const struct rules *const used[2],
		    const struct blocklist_table *lists, struct rules *rules)
{
	struct rules_blocklists *where = &rules->header.blocklists;
	unsigned int slot = 0;
	int r;

	if (!where->lists)
		return 0;
	for (int i = 0; i < 2; i++) {
		if (slot_fits(maps->blocklists, where, used[i])) {
			where->slot = used[i]->header.blocklists.slot;
			return 0;
		}
	}
	while (slot_in_use(slot, used))
		slot++;
	r = slot_fill(pins, maps, slot, lists);
	if (r == 0)
		where->slot = (__u8)slot;
	return r;
}

void blocklists_tidy(const struct pins *pins, const struct rule_maps *maps, const struct rules *const used[2])
{
	for (unsigned int slot = 0; slot < BLOCKLIST_SLOTS; slot++) {
		if (slot_in_use(slot, used))
			continue;
		if (blocklist_slot_used(maps->blocklists, slot))
			(void)blocklist_slot_clear(maps->blocklists, slot);
		(void)blocklist_pin_remove(pins, slot);
	}
}
