/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The rules of an attached interface, read back from its maps with their blocklists.
 */
#ifndef UCGATE_CHANGE_RUNNING_H
#define UCGATE_CHANGE_RUNNING_H

#include "maps/live.h"

#include "change/attached.h"
#include "rules/blocklist_table.h"
#include "rules/model.h"

struct running {
	struct rules *rules; /* in force; while panic is on, those that its end goes back to */
	bool waiting;	     /* panic is on, or there are no rules to go back to: everything passes */
	struct trial trial;
	struct blocklist_table lists;
};

void running_free(struct running *running);

/* Returns 0 or -errno; says nothing. */
int running_read(const struct attached *attached, struct running *ret);

/* The lines of the blocklists that rules in one of the slots go by. */
int running_lists(const struct pins *pins, const struct rules *rules, struct blocklist_table *ret);

/* What compiles to them again: of lists from files, the files' names. To ruleset_free(). */
int running_decompile(const struct running *running, struct ruleset *ret);

#endif
