/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Maps `bans` and `ban_lengths` from user space. Functions return 0 or -errno; those that change something want
 * pins_lock().
 */
#ifndef UCGATE_MAPS_BANS_H
#define UCGATE_MAPS_BANS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "abi/ban.h"

#include "maps/pin.h"

/* Descriptors. */
struct ban_maps {
	int bans, lengths;
};

int ban_maps_open(const struct pins *pins, struct ban_maps *ret);
void ban_maps_close(struct ban_maps *maps);

struct ban_entry {
	struct ban_key key;
	struct ban ban;
};

struct ban_list {
	struct ban_entry *list;
	size_t count;
};

void ban_list_free(struct ban_list *bans);

/* All bans, the expired ones too, in no order. fd: of map `bans`, for reading. */
int bans_read(int fd, struct ban_list *ret);

/*
 * Adds bans, or sets those that are there anew. -E2BIG: the table is full, or the bans would have more than
 * BAN_LENGTHS_MAX different prefix lengths in a family; some may have been added.
 */
int bans_put(const struct ban_maps *maps, const struct ban_list *bans);

/* Takes bans away; those that are not there do not matter. */
int bans_remove(const struct ban_maps *maps, const struct ban_list *bans);

/* Whether it has expired; now_ns: CLOCK_MONOTONIC. */
static inline bool ban_expired(const struct ban *ban, uint64_t now_ns)
{
	return ban->expires_ns && ban->expires_ns <= now_ns;
}

/* By family, then by address, then by length: for people. */
int ban_compare(const void *a, const void *b);

#endif
