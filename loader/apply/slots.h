/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The two slots of map `rules` as one value, and the one step by which they change. Between a commit and its renaming of
 * pins a loader may be killed: the next change settles that first.
 */
#ifndef UCGATE_APPLY_SLOTS_H
#define UCGATE_APPLY_SLOTS_H

#include <stdbool.h>

#include "abi/rules.h"

#include "apply/rule_maps.h"

/* NULL: nothing. At most one of pending and expired: *live has a deadline, which is to come, or has passed. */
struct slots {
	struct rules *live, *previous;
	bool pending, expired;
};

void slots_free(struct slots *slots);

/* Rules of another layout are an error: nothing of theirs may be taken for ours. */
int slots_read(const struct pins *pins, const struct rule_maps *maps, struct slots *ret);

/* What the packets go by; NULL: nothing. */
const struct rules *slots_in_force(const struct slots *slots);

/* Whether rules are those of apply_stage(): everything passes until both programs are in place. */
bool rules_staged(const struct rules *rules);

/* Whether a copy in MODE_OPEN of what waits in slot RULES_PREVIOUS is in force. */
bool slots_open(const struct slots *slots);

/* The one step: rules come into force. keep: those in slot RULES_LIVE so far become the previous ones. */
int rules_commit(const struct pins *pins, const struct rule_maps *maps, const struct rules *rules, bool keep);

/* Puts rules in slot RULES_PREVIOUS, where they judge nothing yet. */
int rules_put_back(const struct pins *pins, const struct rule_maps *maps, const struct rules *rules);

/* Makes the pins follow the slots. */
int pins_settle(const struct pins *pins, int outer);

/* Stamps a generation that no rules had, and the time. */
int rules_stamp(const struct rule_maps *maps, const struct slots *slots, struct rules *rules);

#endif
