// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/address_table.h"

#include <errno.h>

#include "cleanup.h"
#include "rules/address.h"

static int edges_of_list(const struct prefix_list *prefixes, unsigned int family, struct address_row mask,
			 struct address_edges *edges)
{
	_cleanup_(address_ranges_free) struct address_ranges ranges = {0};

	if (address_ranges_add(&ranges, prefixes, family) < 0)
		return -ENOMEM;
	address_ranges_merge(&ranges);
	return address_edges_add(edges, &ranges, family, mask);
}

/* What no list, limit or ban may touch: `never_block` and the peers of critical services. */
static int edges_of_never_block(const struct ruleset *ruleset, unsigned int family,
				struct address_edges *edges)
{
	_cleanup_(address_ranges_free) struct address_ranges ranges = {0};

	if (address_ranges_add(&ranges, &ruleset->never_block, family) < 0)
		return -ENOMEM;
	for (size_t i = 0; i < ruleset->services_count; i++) {
		const struct service *service = &ruleset->services[i];

		if (service->critical && address_ranges_add(&ranges, &service->peers, family) < 0)
			return -ENOMEM;
	}
	address_ranges_merge(&ranges);
	return address_edges_add(edges, &ranges, family, (struct address_row){.flags = ADDRESS_NEVER_BLOCK});
}

static int edges_build(const struct ruleset *ruleset, unsigned int family, struct address_edges *edges)
{
	int r = edges_of_never_block(ruleset, family, edges);

	for (size_t i = 0; !r && i < ruleset->services_count; i++) {
		const struct service *service = &ruleset->services[i];
		uint64_t bit = (uint64_t)1 << i;

		r = edges_of_list(&service->peers, family, (struct address_row){.peer = bit}, edges);
		if (!r)
			r = edges_of_list(&service->local, family, (struct address_row){.local = bit}, edges);
	}
	return r ? r : address_edges_flatten(edges);
}

/* Unused entries repeat the highest address with the last mask, so that a search may land on them. */
static void v4_fill(const struct address_edges *edges, struct address_ranges_v4 *ranges)
{
	for (size_t i = 0; i < ADDRESS_RANGES_MAX; i++) {
		bool used = i < edges->count;

		ranges->start[i] = used ? (__u32)edges->list[i].at : UINT32_MAX;
		ranges->row[i] = edges->list[used ? i : edges->count - 1].mask;
	}
}

/* How many digits to base 4 tell so many ranges apart. */
static unsigned int digits_of(size_t ranges)
{
	unsigned int digits = 0;

	while ((size_t)1 << 2 * digits < ranges)
		digits++;
	return digits;
}

/* Upper 16 bits by upper 16 bits: shift is what they are above. */
static void hint_fill(const struct address_edges *edges, unsigned int shift, __u16 hint[65536])
{
	size_t first = 0, last = 0;

	for (uint32_t upper = 0; upper < 65536; upper++) {
		while (first + 1 < edges->count && edges->list[first + 1].at <= (address_value)upper << shift)
			first++;
		for (last = first; last + 1 < edges->count && edges->list[last + 1].at >> shift <= upper;)
			last++;
		hint[upper] = ADDRESS_HINT(first, digits_of(last - first + 1));
	}
}

static void v6_fill(const struct address_edges *edges, struct address_ranges_v6 *ranges)
{
	for (size_t i = 0; i < ADDRESS_RANGES_MAX; i++) {
		bool used = i < edges->count;
		address_value at = used ? edges->list[i].at : address_highest(FAMILY_V6);

		ranges->start[i] = (struct address_v6){.high = (__u64)(at >> 64), .low = (__u64)at};
		ranges->row[i] = edges->list[used ? i : edges->count - 1].mask;
	}
}

/* How often the used part of the table can be halved. */
static __u8 depth_of(const struct address_edges *edges)
{
	__u8 depth = 0;

	while ((size_t)1 << depth < edges->count)
		depth++;
	return depth;
}

/* Every prefix makes two edges at most, and the prefixes are limited. */
_Static_assert(2 * (PEER_PREFIXES_MAX + LOCAL_PREFIXES_MAX + NEVER_BLOCK_PREFIXES_MAX) + 1 <=
		       ADDRESS_RANGES_MAX,
	       "ranges cannot overflow");

int address_table_compile(const struct ruleset *ruleset, struct rules *rules)
{
	_cleanup_(address_edges_free) struct address_edges v4 = {0};
	_cleanup_(address_edges_free) struct address_edges v6 = {0};

	if (edges_build(ruleset, FAMILY_V4, &v4) < 0 || edges_build(ruleset, FAMILY_V6, &v6) < 0)
		return -ENOMEM;
	rules->header.v4_depth = depth_of(&v4);
	rules->header.v6_depth = depth_of(&v6);
	v4_fill(&v4, &rules->v4);
	hint_fill(&v4, 32 - 16, rules->v4.hint);
	v6_fill(&v6, &rules->v6);
	hint_fill(&v6, 128 - 16, rules->v6.hint);
	return 0;
}
