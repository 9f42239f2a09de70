// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/list_difference.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

#include "cleanup.h"

enum { UPPER_HALVES = 65536, SHORTEST_ANY = 0 };

/* --- the ranges in the lines --- */

static int range_add(struct address_ranges *ranges, size_t *size, struct address_range range)
{
	if (ranges->count == *size) {
		size_t more = *size ? 2 * *size : 256;
		struct address_range *grown = reallocarray(ranges->list, more, sizeof(*grown));

		if (!grown)
			return -ENOMEM;
		ranges->list = grown;
		*size = more;
	}
	ranges->list[ranges->count++] = range;
	return 0;
}

static uint32_t v4_boundary(const struct listing *listing, const struct blocklist_index *index, uint32_t i)
{
	const struct blocklist_line *line = &listing->table->lines[index->first];

	return line[i / BLOCKLIST_V4_BOUNDARIES].v4[i % BLOCKLIST_V4_BOUNDARIES];
}

/* The ranges of one upper half: a boundary without a next one means up to its end. */
static int half_ranges(const struct listing *listing, uint32_t half, struct address_ranges *ranges,
		       size_t *size)
{
	const struct blocklist_line *lines = listing->table->lines + listing->where->v4_index;
	const struct blocklist_index *index =
		&lines[half / BLOCKLIST_INDEX_ENTRIES].index[half % BLOCKLIST_INDEX_ENTRIES];

	if (index->first > listing->table->count || index->boundaries > UPPER_HALVES ||
	    (index->boundaries + BLOCKLIST_V4_BOUNDARIES - 1) / BLOCKLIST_V4_BOUNDARIES >
		    listing->table->count - index->first)
		return -EBADMSG;
	for (uint32_t i = 0; i < index->boundaries; i += 2) {
		uint32_t end = i + 1 < index->boundaries ? v4_boundary(listing, index, i + 1) : UPPER_HALVES;
		struct address_range range = {
			.first = (address_value)half << 16 | v4_boundary(listing, index, i),
			.last = ((address_value)half << 16) + end - 1,
		};

		if (range_add(ranges, size, range) < 0)
			return -ENOMEM;
	}
	return 0;
}

static int v4_ranges(const struct listing *listing, struct address_ranges *ranges)
{
	size_t size = 0;

	if (!listing->where->v4_gate_bits)
		return 0;
	if (listing->where->v4_index > listing->table->count ||
	    listing->table->count - listing->where->v4_index < BLOCKLIST_INDEX_LINES)
		return -EBADMSG;
	for (uint32_t half = 0; half < UPPER_HALVES; half++) {
		int r = half_ranges(listing, half, ranges, &size);

		if (r < 0)
			return r;
	}
	return 0;
}

static address_value v6_boundary(const struct listing *listing, uint32_t i)
{
	const struct blocklist_line *line = &listing->table->lines[listing->where->v6_first];
	const struct address_v6 *at = &line[i / BLOCKLIST_V6_BOUNDARIES].v6[i % BLOCKLIST_V6_BOUNDARIES];

	return (address_value)at->high << 64 | at->low;
}

static int v6_ranges(const struct listing *listing, struct address_ranges *ranges)
{
	uint32_t boundaries = listing->where->v6_boundaries;
	size_t size = 0;

	if (listing->where->v6_first > listing->table->count ||
	    ((size_t)boundaries + BLOCKLIST_V6_BOUNDARIES - 1) / BLOCKLIST_V6_BOUNDARIES >
		    listing->table->count - listing->where->v6_first)
		return -EBADMSG;
	for (uint32_t i = 0; i < boundaries; i += 2) {
		struct address_range range = {
			.first = v6_boundary(listing, i),
			.last = i + 1 < boundaries ? v6_boundary(listing, i + 1) - 1
						   : address_highest(FAMILY_V6),
		};

		if (range_add(ranges, &size, range) < 0)
			return -ENOMEM;
	}
	return 0;
}

int listing_ranges(const struct listing *listing, unsigned int family, struct address_ranges *ret)
{
	_cleanup_(address_ranges_free) struct address_ranges ranges = {};
	int r = family == FAMILY_V4 ? v4_ranges(listing, &ranges) : v6_ranges(listing, &ranges);

	if (r < 0)
		return r;
	address_ranges_merge(&ranges);
	*ret = ranges;
	ranges = (struct address_ranges){};
	return 0;
}

/* --- one without the other --- */

static int part_add(struct address_range part, unsigned int family, struct list_difference *difference)
{
	struct address_ranges alone = {.list = &part, .count = 1};

	difference->ranges++;
	if (family == FAMILY_V4)
		difference->v4_addresses += (uint64_t)(part.last - part.first) + 1;
	if (difference->examples.count >= LIST_EXAMPLES)
		return 0;
	if (address_ranges_split(&alone, family, SHORTEST_ANY, &difference->examples) < 0)
		return -ENOMEM;
	if (difference->examples.count > LIST_EXAMPLES)
		difference->examples.count = LIST_EXAMPLES;
	return 0;
}

/* What is left of a range; *at is the first of the others that may reach into it. */
static int range_without(struct address_range range, const struct address_ranges *other, size_t *at,
			 unsigned int family, struct list_difference *difference)
{
	while (*at < other->count && other->list[*at].last < range.first)
		(*at)++;
	for (size_t i = *at; i < other->count && other->list[i].first <= range.last; i++) {
		struct address_range cut = other->list[i];
		struct address_range part = {range.first, cut.first - 1};

		if (cut.first > range.first && part_add(part, family, difference) < 0)
			return -ENOMEM;
		if (cut.last >= range.last)
			return 0;
		range.first = cut.last + 1;
	}
	return part_add(range, family, difference);
}

static int family_compare(const struct listing *one, const struct listing *other, unsigned int family,
			  struct list_difference *difference)
{
	_cleanup_(address_ranges_free) struct address_ranges ranges = {}, without = {};
	int r = listing_ranges(one, family, &ranges);
	size_t at = 0;

	if (r == 0)
		r = listing_ranges(other, family, &without);
	for (size_t i = 0; r == 0 && i < ranges.count; i++)
		r = range_without(ranges.list[i], &without, &at, family, difference);
	return r;
}

int listing_compare(const struct listing *one, const struct listing *other, struct list_difference *ret)
{
	_cleanup_(list_difference_free) struct list_difference difference = {};
	int r = family_compare(one, other, FAMILY_V4, &difference);

	if (r == 0)
		r = family_compare(one, other, FAMILY_V6, &difference);
	if (r < 0)
		return r;
	*ret = difference;
	difference = (struct list_difference){};
	return 0;
}

void list_difference_free(struct list_difference *difference)
{
	free(difference->examples.list);
	difference->examples = (struct prefix_list){};
}
