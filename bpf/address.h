/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Which services' `peers` and `local` hold an address: a binary search over the range starts, one step a doubling of
 * the table. A step compares without a branch: nothing to mispredict, and one path for the verifier to follow.
 */
#ifndef UCGATE_BPF_ADDRESS_H
#define UCGATE_BPF_ADDRESS_H

#include "bpf/packet.h"

enum { ADDRESS_DEPTH_MAX = 12 };

_Static_assert(1 << ADDRESS_DEPTH_MAX == ADDRESS_RANGES_MAX, "as many steps as the table has bits");

/* 1 where a < b. The borrow of a - b, so that there is nothing to branch on. */
static __always_inline __u64 is_less(__u64 a, __u64 b)
{
	return ((~a & b) | (~(a ^ b) & (a - b))) >> 63;
}

static __always_inline __u64 ranges_v4_step(const struct address_ranges_v4 *ranges, __u64 index,
					    __u64 address)
{
	__u64 start = ranges->start[index & (ADDRESS_RANGES_MAX - 1)];
	__u64 reached = (start - address - 1) >> 63; /* 32-bit values: start <= address */

	asm volatile("" : "+r"(reached));
	return reached;
}

static __always_inline __u64 ranges_v6_step(const struct address_ranges_v6 *ranges, __u64 index,
					    const struct address_v6 *address)
{
	const struct address_v6 *start = &ranges->start[index & (ADDRESS_RANGES_MAX - 1)];
	__u64 differ = start->high ^ address->high;
	__u64 equal = ((differ | -differ) >> 63) ^ 1;
	__u64 reached =
		is_less(start->high, address->high) | (equal & (is_less(address->low, start->low) ^ 1));

	asm volatile("" : "+r"(reached));
	return reached;
}

static __always_inline const struct address_row *address_row_v4(const struct rules *rules, __u64 address)
{
	__u64 index = 0;

#pragma unroll
	for (int bit = ADDRESS_DEPTH_MAX - 1; bit >= 0; bit--)
		if (rules->header.v4_depth > bit)
			index |= ranges_v4_step(&rules->v4, index | 1 << bit, address) << bit;
	return &rules->v4.row[index & (ADDRESS_RANGES_MAX - 1)];
}

static __always_inline const struct address_row *address_row_v6(const struct rules *rules,
								const struct address_v6 *address)
{
	__u64 index = 0;

#pragma unroll
	for (int bit = ADDRESS_DEPTH_MAX - 1; bit >= 0; bit--)
		if (rules->header.v6_depth > bit)
			index |= ranges_v6_step(&rules->v6, index | 1 << bit, address) << bit;
	return &rules->v6.row[index & (ADDRESS_RANGES_MAX - 1)];
}

static __always_inline const struct address_row *address_row_of(const struct rules *rules, __u8 family,
								const struct address_v6 *address)
{
	return family == 4 ? address_row_v4(rules, address->low) : address_row_v6(rules, address);
}

#endif
