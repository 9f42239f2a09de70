/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Bans of an attached interface, in the kernel and on disk. All under pins_lock(). Functions return 0 or -errno; a ban is
 * in force even when the disk did not take it (*ret_kept tells).
 */
#ifndef UCGATE_APPLY_BANS_H
#define UCGATE_APPLY_BANS_H

#include <stdbool.h>

#include "abi/rules.h"

#include "maps/bans.h"

#include "rules/model.h"

/* Adds bans, or sets those that are there anew, and forgets those that have expired. -E2BIG as bans_put(). */
int bans_add(const struct ban_maps *maps, const char *interface, const struct ban_list *bans, int *ret_kept);

/* Takes away those listed, all with bans NULL. *ret_removed: how many were in force. */
int bans_take(const struct ban_maps *maps, const char *interface, const struct ban_list *bans,
	      size_t *ret_removed, int *ret_kept);

/* Before the program sees a packet: what the disk has kept. *ret_count: how many. */
int bans_restore(const struct ban_maps *maps, const char *interface, size_t *ret_count);

/*
 * Whether the rules do not let a prefix be banned, as a whole or in part: `never_block`, or the peers of a critical
 * service, which *ret_service then names (NULL: `never_block`).
 */
bool ban_forbidden(const struct rules *rules, const struct prefix *prefix, const char **ret_service);

#endif
