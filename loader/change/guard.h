/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What a box should not do to itself although the rule file is sound.
 */
#ifndef UCGATE_CHANGE_GUARD_H
#define UCGATE_CHANGE_GUARD_H

#include "change/attached.h"
#include "change/prepared.h"

/*
 * OUTCOME_REFUSED, said, for rules that would cut off the SSH session that the command runs in, unless they are on trial
 * and come back by themselves; and for a list file that is empty, or has less than half of what is in force (and that is
 * LIST_LEAST at least): a download that broke off lets in, or locks out, what nobody decided. attached: NULL when nothing
 * is. Rules that are in force already are never refused.
 */
enum { LIST_LEAST = 100 };

enum outcome guard_check(const struct attached *attached, const struct prepared *prepared);

/* The first of them alone, for rules that no file gave just now; lists: their blocklists, or none. */
bool guard_cuts_ssh(const struct rules *rules, const struct blocklist_table *lists);

#endif
