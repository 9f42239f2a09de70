/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Whether a blocklist holds an address (abi/blocklist.h has the structure). Most addresses are clean, and a gate
 * says so: one in the rules for short lists, one of its own for long ones. What cannot be looked up counts as listed: nothing undecided passes.
 *
 * Global functions of numbers: verified once, wherever they are called from.
 */
#ifndef UCGATE_BPF_BLOCKLIST_H
#define UCGATE_BPF_BLOCKLIST_H

#include "maps/blocklists.bpf.h"

#include "bpf/address.h"
#include "bpf/packet.h"

enum {
	V4_SEARCH_STEPS = 11, /* 65536 boundaries of an upper half are 2048 lines */
	V6_SEARCH_STEPS = 20, /* two boundaries a prefix, and BLOCKLIST_PREFIXES_MAX prefixes: 2^19 lines */
};

_Static_assert(2 * BLOCKLIST_PREFIXES_MAX / BLOCKLIST_V6_BOUNDARIES <= 1 << V6_SEARCH_STEPS, "enough steps");

static __always_inline const struct blocklist_line *line_at(void *lines, __u32 number)
{
	return bpf_map_lookup_elem(lines, &number);
}

/* 1 where a boundary is at or below the address. Opaque, or clang makes a branch of it. */
static __always_inline __u64 v4_boundary_reached(const struct blocklist_line *line, __u64 at, __u64 address)
{
	__u64 boundary = line->v4[at & (BLOCKLIST_V4_BOUNDARIES - 1)];
	__u64 reached = (boundary - address - 1) >> 63; /* both are 16-bit values */

	asm volatile("" : "+r"(reached));
	return reached;
}

static __always_inline __u64 v6_boundary_reached(const struct blocklist_line *line, __u32 at, __u64 high,
						 __u64 low)
{
	const struct address_v6 *boundary = &line->v6[at];
	__u64 borrow = borrow_of(low, boundary->low, 0);
	__u64 reached = borrow_of(high, boundary->high, borrow) ^ 1;

	asm volatile("" : "+r"(reached));
	return reached;
}

/* How many of a line's boundaries are at or below the address, those behind the last one included. */
static __always_inline __u64 v4_line_count(const struct blocklist_line *line, __u64 address)
{
	__u64 count = 0;

#pragma unroll
	for (int step = BLOCKLIST_V4_BOUNDARIES / 2; step; step /= 2)
		count += v4_boundary_reached(line, count + step - 1, address) * step;
	return count + v4_boundary_reached(line, count, address);
}

/* Searches the lines of one upper half: first the last one that begins at or below, then in it. */
static __always_inline int v4_boundaries_odd(void *lines, const struct blocklist_index *index, __u32 address)
{
	__u32 first = index->first, boundaries = index->boundaries;
	__u32 low = 0, high = (boundaries + BLOCKLIST_V4_BOUNDARIES - 1) / BLOCKLIST_V4_BOUNDARIES;
	const struct blocklist_line *line;
	__u64 count;

	for (int i = 0; i < V4_SEARCH_STEPS && high - low > 1; i++) {
		__u32 middle = (low + high) / 2, reached;

		line = line_at(lines, first + middle);
		if (!line)
			return 1;
		reached = v4_boundary_reached(line, 0, address);
		low += (middle - low) * reached;
		high -= (high - middle) * (1 - reached);
	}
	line = line_at(lines, first + low);
	if (!line)
		return 1;
	count = low * BLOCKLIST_V4_BOUNDARIES + v4_line_count(line, address);
	return (count < boundaries ? count : boundaries) & 1;
}

/* For an address that passed the gate of the rules. gate_bits, index: as in struct rules_blocklists. */
__noinline int blocklist_v4_holds(__u32 slot, __u32 gate_bits, __u32 v4_index, __u32 address)
{
	void *lines = bpf_map_lookup_elem(&blocklists, &slot);
	__u32 part = address >> ((32 - gate_bits) & 31);
	const struct blocklist_line *line;
	const struct blocklist_index *index;

	if (!lines)
		return 1;
	if (gate_bits > BLOCKLIST_GATE_BITS_MIN) {
		line = line_at(lines, part / BLOCKLIST_GATE_BITS);
		if (!line)
			return 1;
		if (!(line->gate[part / 64 & 7] >> (part & 63) & 1))
			return 0;
	}
	line = line_at(lines, v4_index + (address >> 16) / BLOCKLIST_INDEX_ENTRIES);
	if (!line)
		return 1;
	index = &line->index[address >> 16 & (BLOCKLIST_INDEX_ENTRIES - 1)];
	return index->boundaries ? v4_boundaries_odd(lines, index, address & 0xffff) : 0;
}

/* lines_of: boundaries << 32 | line of the first one; not 0. */
__noinline int blocklist_v6_holds(__u32 slot, __u64 lines_of, __u64 address_high, __u64 address_low)
{
	void *lines = bpf_map_lookup_elem(&blocklists, &slot);
	__u32 first = lines_of, boundaries = lines_of >> 32, count;
	__u32 low = 0, high = (boundaries + BLOCKLIST_V6_BOUNDARIES - 1) / BLOCKLIST_V6_BOUNDARIES;
	const struct blocklist_line *line;

	if (!lines)
		return 1;
	for (int i = 0; i < V6_SEARCH_STEPS && high - low > 1; i++) {
		__u32 middle = (low + high) / 2, reached;

		line = line_at(lines, first + middle);
		if (!line)
			return 1;
		reached = v6_boundary_reached(line, 0, address_high, address_low);
		low += (middle - low) * reached;
		high -= (high - middle) * (1 - reached);
	}
	line = line_at(lines, first + low);
	if (!line)
		return 1;
	count = low * BLOCKLIST_V6_BOUNDARIES;
#pragma unroll
	for (int i = 0; i < BLOCKLIST_V6_BOUNDARIES; i++)
		count += v6_boundary_reached(line, i, address_high, address_low);
	return (count < boundaries ? count : boundaries) & 1;
}

static __always_inline _Bool blocklists_hold_v4(const struct rules *rules, __u64 address)
{
	const struct rules_blocklists *lists = &rules->header.blocklists;
	__u64 half = address >> 16;

	/* Opaque, or clang drops the mask: it knows that an address has 32 bits, older verifiers do not. */
	asm volatile("" : "+r"(half));
	if (likely(!(rules->blocklist_gate[half / 64 & 1023] >> (half & 63) & 1)))
		return 0;
	return blocklist_v4_holds(lists->slot, lists->v4_gate_bits, lists->v4_index, address);
}

static __always_inline _Bool blocklists_hold(const struct rules *rules, const struct tuple *tuple)
{
	const struct rules_blocklists *lists = &rules->header.blocklists;

	if (tuple->family == 4)
		return blocklists_hold_v4(rules, tuple->peer.low);
	return lists->v6_boundaries &&
	       blocklist_v6_holds(lists->slot, (__u64)lists->v6_boundaries << 32 | lists->v6_first,
				  tuple->peer.high, tuple->peer.low);
}

#endif
