/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Whether a ban holds an address: one lookup for each prefix length that bans have. */
#ifndef UCGATE_BPF_BAN_H
#define UCGATE_BPF_BAN_H

#include "maps/bans.bpf.h"

#include "bpf/clock.h"
#include "bpf/packet.h"

/* The upper bits of a word; length at least 1. */
static __always_inline __u64 upper_bits(__u64 length)
{
	return ~0ull << ((64 - length) & 63);
}

static __always_inline struct ban_key ban_key_of(__u32 family, __u64 high, __u64 low, __u32 length)
{
	return (struct ban_key){
		.high = high & (length < 64 ? upper_bits(length) : ~0ull),
		.low = length > 64 ? low & upper_bits(length - 64) : 0,
		.length = length,
		.family = family,
	};
}

static __always_inline _Bool ban_is_live(const struct ban *ban)
{
	return !ban->expires_ns || ban->expires_ns > clock_ns();
}

/* Global, so it is verified once. address: as in struct ban_key. */
__noinline int bans_hold(__u32 family, __u64 high, __u64 low)
{
	__u32 index = family == 4 ? BAN_V4 : BAN_V6;
	const struct ban_lengths *lengths = bpf_map_lookup_elem(&ban_lengths, &index);

	if (!lengths)
		return 1;
	for (__u32 i = 0; i < BAN_LENGTHS_MAX && i < lengths->count; i++) {
		struct ban_key key = ban_key_of(family, high, low, lengths->length[i]);
		const struct ban *ban = bpf_map_lookup_elem(&bans, &key);

		if (ban && ban_is_live(ban))
			return 1;
	}
	return 0;
}

static __always_inline _Bool bans_any(__u32 family)
{
	__u32 index = family == 4 ? BAN_V4 : BAN_V6;
	const struct ban_lengths *lengths = bpf_map_lookup_elem(&ban_lengths, &index);

	return !lengths || lengths->count;
}

static __always_inline _Bool bans_hold_peer(const struct tuple *tuple)
{
	return bans_hold(tuple->family, tuple->family == 4 ? tuple->peer.low << 32 : tuple->peer.high,
			 tuple->family == 4 ? 0 : tuple->peer.low);
}

#endif
