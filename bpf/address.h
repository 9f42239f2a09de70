/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Which services' `peers` and `local` hold an address: a search over the range starts that takes two bits of the
 * index at a time, in three sizes: up to 16 ranges, 256, and all of them. Its three comparisons wait for each other no more than one
 * would, and none is a branch: nothing to mispredict, and one path for the verifier to follow.
 */
#ifndef UCGATE_BPF_ADDRESS_H
#define UCGATE_BPF_ADDRESS_H

#include "bpf/packet.h"

enum { ADDRESS_DEPTH_MAX = 12 };

_Static_assert(1 << ADDRESS_DEPTH_MAX == ADDRESS_RANGES_MAX, "as many digits as the table has");

/* What a - b - borrow borrows from the next higher word: 1 or 0, with nothing to branch on. */
static __always_inline __u64 borrow_of(__u64 a, __u64 b, __u64 borrow)
{
	return ((~a & b) | (~(a ^ b) & (a - b - borrow))) >> 63;
}

/* 1 where entry `index` starts at or below the address. Opaque, or clang makes a branch of it. */
static __always_inline __u64 v4_reaches(const struct rules *rules, __u64 index, __u64 address)
{
	__u64 start = rules->v4.start[index & (ADDRESS_RANGES_MAX - 1)];
	__u64 reached = (start - address - 1) >> 63; /* both are 32-bit values */

	asm volatile("" : "+r"(reached));
	return reached;
}

static __always_inline __u64 v6_reaches(const struct rules *rules, __u64 index,
					const struct address_v6 *address)
{
	const struct address_v6 *start = &rules->v6.start[index & (ADDRESS_RANGES_MAX - 1)];
	__u64 low = borrow_of(address->low, start->low, 0);
	__u64 reached = borrow_of(address->high, start->high, low) ^ 1;

	asm volatile("" : "+r"(reached));
	return reached;
}

static __always_inline __u64 v4_digit(const struct rules *rules, __u64 index, __u32 bit, __u64 address)
{
	return index + ((v4_reaches(rules, index + (1 << bit), address) +
			 v4_reaches(rules, index + (2 << bit), address) +
			 v4_reaches(rules, index + (3 << bit), address))
			<< bit);
}

static __always_inline __u64 v6_digit(const struct rules *rules, __u64 index, __u32 bit,
				      const struct address_v6 *address)
{
	return index + ((v6_reaches(rules, index + (1 << bit), address) +
			 v6_reaches(rules, index + (2 << bit), address) +
			 v6_reaches(rules, index + (3 << bit), address))
			<< bit);
}

static __always_inline const struct address_row *address_row_v4(const struct rules *rules, __u64 address)
{
	__u64 half = address >> 16, index, digits;

	asm volatile("" : "+r"(half));
	index = rules->v4.hint[half & 0xffff];
	digits = ADDRESS_HINT_DIGITS(index);
	index = ADDRESS_HINT_FIRST(index);
	if (unlikely(digits > 4))
		index = v4_digit(rules, v4_digit(rules, 0, 10, address), 8, address);
	if (unlikely(digits > 2))
		index = v4_digit(rules, v4_digit(rules, index, 6, address), 4, address);
	if (digits > 1)
		index = v4_digit(rules, index, 2, address);
	if (digits > 0)
		index = v4_digit(rules, index, 0, address);
	return &rules->v4.row[index & (ADDRESS_RANGES_MAX - 1)];
}

/* Twice as long as the other and asked for less often: one copy. */
static __noinline const struct address_row *address_row_v6(const struct rules *rules, __u64 high, __u64 low)
{
	struct address_v6 address = {high, low};
	__u64 index = 0;

	if (rules->header.v6_depth > 8)
		index = v6_digit(rules, v6_digit(rules, index, 10, &address), 8, &address);
	if (rules->header.v6_depth > 4)
		index = v6_digit(rules, v6_digit(rules, index, 6, &address), 4, &address);
	if (rules->header.v6_depth > 2)
		index = v6_digit(rules, index, 2, &address);
	index = v6_digit(rules, index, 0, &address);
	return &rules->v6.row[index & (ADDRESS_RANGES_MAX - 1)];
}

static __always_inline const struct address_row *address_row_of(const struct rules *rules, __u8 family,
								const struct address_v6 *address)
{
	return family == 4 ? address_row_v4(rules, address->low)
			   : address_row_v6(rules, address->high, address->low);
}

#endif
