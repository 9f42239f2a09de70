// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/address.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned int family_bits(unsigned int family)
{
	return family == FAMILY_V4 ? 32 : 128;
}

/* The highest number of that many bits. */
static address_value bits_highest(unsigned int bits)
{
	return bits == 128 ? ~(address_value)0 : ((address_value)1 << bits) - 1;
}

address_value address_highest(unsigned int family)
{
	return bits_highest(family_bits(family));
}

address_value address_read(const uint8_t address[16], unsigned int family)
{
	address_value value = 0;

	for (unsigned int i = 0; i < family_bits(family) / 8; i++)
		value = value << 8 | address[i];
	return value;
}

void address_write(address_value value, unsigned int family, uint8_t ret_address[16])
{
	memset(ret_address, 0, 16);
	for (unsigned int i = family_bits(family) / 8; i > 0; i--) {
		ret_address[i - 1] = (uint8_t)value;
		value >>= 8;
	}
}

struct address_range prefix_range(const struct prefix *prefix)
{
	address_value host = bits_highest(family_bits(prefix->family) - prefix->length);
	address_value first = address_read(prefix->address, prefix->family) & ~host;

	return (struct address_range){.first = first, .last = first | host};
}

void address_format(const struct prefix *prefix, char ret_text[PREFIX_TEXT_SIZE])
{
	inet_ntop(prefix->family == FAMILY_V4 ? AF_INET : AF_INET6, prefix->address, ret_text,
		  PREFIX_TEXT_SIZE);
}

void prefix_format(const struct prefix *prefix, char ret_text[PREFIX_TEXT_SIZE])
{
	size_t used;

	address_format(prefix, ret_text);
	used = strlen(ret_text);
	snprintf(ret_text + used, PREFIX_TEXT_SIZE - used, "/%u", prefix->length);
}

/* --- sets of ranges --- */

int address_ranges_add(struct address_ranges *ranges, const struct prefix_list *prefixes, unsigned int family)
{
	struct address_range *list;

	if (!prefixes->count)
		return 0;
	list = reallocarray(ranges->list, ranges->count + prefixes->count, sizeof(*list));
	if (!list)
		return -ENOMEM;
	ranges->list = list;
	for (size_t i = 0; i < prefixes->count; i++) {
		if (prefixes->list[i].family == family)
			list[ranges->count++] = prefix_range(&prefixes->list[i]);
	}
	return 0;
}

static int range_compare(const void *one, const void *other)
{
	const struct address_range *a = one, *b = other;

	return a->first < b->first ? -1 : a->first > b->first;
}

void address_ranges_merge(struct address_ranges *ranges)
{
	size_t kept = 0;

	if (!ranges->count)
		return;
	qsort(ranges->list, ranges->count, sizeof(*ranges->list), range_compare);
	for (size_t i = 1; i < ranges->count; i++) {
		struct address_range *last = &ranges->list[kept], next = ranges->list[i];

		/* Written so that nothing overflows behind the highest address. */
		if (next.first > last->last && next.first - last->last > 1)
			ranges->list[++kept] = next;
		else if (next.last > last->last)
			last->last = next.last;
	}
	ranges->count = kept + 1;
}

/* The last range that begins at or before the address. */
static const struct address_range *range_at(const struct address_ranges *ranges, address_value address)
{
	size_t low = 0, high = ranges->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (ranges->list[middle].first <= address)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? &ranges->list[low - 1] : NULL;
}

bool address_ranges_meet(const struct address_ranges *ranges, struct address_range range)
{
	const struct address_range *at = range_at(ranges, range.last);

	return at && at->last >= range.first;
}

bool address_ranges_hold(const struct address_ranges *ranges, struct address_range range)
{
	const struct address_range *at = range_at(ranges, range.first);

	return at && at->last >= range.last;
}

int prefix_list_add(struct prefix_list *prefixes, const struct prefix *prefix)
{
	struct prefix *list;

	/* Grows at powers of two: the list keeps no capacity of its own. */
	if (!(prefixes->count & (prefixes->count - 1))) {
		list = reallocarray(prefixes->list, prefixes->count ? 2 * prefixes->count : 1, sizeof(*list));
		if (!list)
			return -ENOMEM;
		prefixes->list = list;
	}
	prefixes->list[prefixes->count++] = *prefix;
	return 0;
}

/* Bits of the largest aligned block that begins with the range, lies inside and is no larger than `most` bits. */
static unsigned int block_bits(struct address_range range, unsigned int most)
{
	unsigned int bits = most;

	while ((range.first & bits_highest(bits)) || bits_highest(bits) > range.last - range.first)
		bits--;
	return bits;
}

static int range_split(struct address_range range, unsigned int family, unsigned int shortest,
		       struct prefix_list *prefixes)
{
	unsigned int width = family_bits(family);

	for (;;) {
		unsigned int bits = block_bits(range, width - shortest);
		struct prefix prefix = {.family = (uint8_t)family, .length = (uint8_t)(width - bits)};

		address_write(range.first, family, prefix.address);
		if (prefix_list_add(prefixes, &prefix) < 0)
			return -ENOMEM;
		if (range.last - range.first == bits_highest(bits))
			return 0;
		range.first += bits_highest(bits) + 1;
	}
}

int address_ranges_split(const struct address_ranges *ranges, unsigned int family, unsigned int shortest,
			 struct prefix_list *prefixes)
{
	for (size_t i = 0; i < ranges->count; i++) {
		if (range_split(ranges->list[i], family, shortest, prefixes) < 0)
			return -ENOMEM;
	}
	return 0;
}

void address_ranges_free(struct address_ranges *ranges)
{
	free(ranges->list);
	*ranges = (struct address_ranges){0};
}

/* --- the flat table --- */

static struct address_row mask_flip(struct address_row a, struct address_row b)
{
	return (struct address_row){
		.peer = a.peer ^ b.peer,
		.local = a.local ^ b.local,
		.flags = a.flags ^ b.flags,
	};
}

static bool mask_same(struct address_row a, struct address_row b)
{
	return a.peer == b.peer && a.local == b.local && a.flags == b.flags;
}

static int edges_reserve(struct address_edges *edges, size_t more)
{
	size_t size = edges->size ? edges->size : 64;
	struct address_edge *list;

	if (edges->count + more <= edges->size)
		return 0;
	while (size < edges->count + more)
		size *= 2;
	list = reallocarray(edges->list, size, sizeof(*list));
	if (!list)
		return -ENOMEM;
	edges->list = list;
	edges->size = size;
	return 0;
}

int address_edges_add(struct address_edges *edges, const struct address_ranges *ranges, unsigned int family,
		      struct address_row mask)
{
	if (edges_reserve(edges, 2 * ranges->count) < 0)
		return -ENOMEM;
	for (size_t i = 0; i < ranges->count; i++) {
		const struct address_range *range = &ranges->list[i];

		edges->list[edges->count++] = (struct address_edge){range->first, mask};
		if (range->last != address_highest(family))
			edges->list[edges->count++] = (struct address_edge){range->last + 1, mask};
	}
	return 0;
}

static int edge_compare(const void *one, const void *other)
{
	const struct address_edge *a = one, *b = other;

	return a->at < b->at ? -1 : a->at > b->at;
}

int address_edges_flatten(struct address_edges *edges)
{
	size_t kept = 0;

	if (edges_reserve(edges, 1) < 0)
		return -ENOMEM;
	edges->list[edges->count++] = (struct address_edge){0};
	qsort(edges->list, edges->count, sizeof(*edges->list), edge_compare);
	for (size_t i = 1; i < edges->count; i++) {
		struct address_edge next = edges->list[i], *last = &edges->list[kept];

		next.mask = mask_flip(last->mask, next.mask);
		/* Flips at one address add up; what flips there and back leaves no edge. */
		if (next.at != last->at)
			last = &edges->list[++kept];
		*last = next;
		if (kept && mask_same(last[-1].mask, last->mask) &&
		    (i + 1 == edges->count || edges->list[i + 1].at != next.at))
			kept--;
	}
	edges->count = kept + 1;
	return 0;
}

void address_edges_free(struct address_edges *edges)
{
	free(edges->list);
	*edges = (struct address_edges){0};
}
