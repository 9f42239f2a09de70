/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * IPv4 ranges in one word each: a million of them are sorted in a few milliseconds.
 */
#ifndef UCGATE_RULES_RANGE32_H
#define UCGATE_RULES_RANGE32_H

#include <stddef.h>
#include <stdint.h>

typedef uint64_t range32; /* first << 32 | last, both inclusive */

struct range32_list {
	range32 *list;
	size_t count, size;
};

static inline range32 range32_of(uint32_t first, uint32_t last)
{
	return (range32)first << 32 | last;
}

static inline uint32_t range32_first(range32 range)
{
	return (uint32_t)(range >> 32);
}

static inline uint32_t range32_last(range32 range)
{
	return (uint32_t)range;
}

/* Room for that many more. Returns 0 or -ENOMEM. */
int range32_reserve(struct range32_list *ranges, size_t more);

/* Sorts from `from` on and merges what overlaps or touches. Returns 0 or -ENOMEM. */
int range32_merge(struct range32_list *ranges, size_t from);

void range32_free(struct range32_list *ranges);

#endif
