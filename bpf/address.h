/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Which services' `peers` and `local` hold an address: a search over the range starts that takes two bits of the
 * index at a time, as many times as the hint for its upper 16 bits says. Its three comparisons wait for each other no more
 * than one would, and none is a branch: nothing to mispredict, and one path for the verifier to follow.
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

/* upper: the 16 bits by which the hint goes. */
static __always_inline __u64 hint_of(const __u16 hint[65536], __u64 upper)
{
	/* Opaque, or clang drops the mask where it knows better than older verifiers. */
	asm volatile("" : "+r"(upper));
	return hint[upper & 0xffff];
}

static __always_inline const struct address_row *address_row_v4(const struct rules *rules, __u64 address)
{
	__u64 hint = hint_of(rules->v4.hint, address >> 16);
	__u64 index = ADDRESS_HINT_FIRST(hint), digits = ADDRESS_HINT_DIGITS(hint);

	if (unlikely(digits > 4)) /* from the first range on: there may be too few behind this one */
		index = v4_digit(rules, v4_digit(rules, 0, 10, address), 8, address);
	if (unlikely(digits > 2))
		index = v4_digit(rules, v4_digit(rules, index, 6, address), 4, address);
	if (digits > 1)
		index = v4_digit(rules, index, 2, address);
	if (digits > 0)
		index = v4_digit(rules, index, 0, address);
	return &rules->v4.row[index & (ADDRESS_RANGES_MAX - 1)];
}

static __always_inline const struct address_row *address_row_v6(const struct rules *rules,
								const struct address_v6 *address)
{
	__u64 hint = hint_of(rules->v6.hint, address->high >> 48);
	__u64 index = ADDRESS_HINT_FIRST(hint), digits = ADDRESS_HINT_DIGITS(hint);

	if (unlikely(digits > 4))
		index = v6_digit(rules, v6_digit(rules, 0, 10, address), 8, address);
	if (unlikely(digits > 2))
		index = v6_digit(rules, v6_digit(rules, index, 6, address), 4, address);
	if (digits > 1)
		index = v6_digit(rules, index, 2, address);
	if (digits > 0)
		index = v6_digit(rules, index, 0, address);
	return &rules->v6.row[index & (ADDRESS_RANGES_MAX - 1)];
}

static __always_inline const struct address_row *address_row_near(const struct rules *rules, __u32 family,
								  const struct address_v6 *address)
{
	return family == 4 ? address_row_v4(rules, address->low) : address_row_v6(rules, address);
}

/* One copy for all that is asked seldom: it is long. */
static __noinline const struct address_row *address_row_far(const struct rules *rules, __u64 high, __u64 low)
{
	const struct address_v6 address = {high, low};

	return address_row_v6(rules, &address);
}

static __always_inline const struct address_row *address_row_of(const struct rules *rules, __u32 family,
								const struct address_v6 *address)
{
	return family == 4 ? address_row_v4(rules, address->low)
			   : address_row_far(rules, address->high, address->low);
}

#endif
