/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Rates a source may not exceed. Two CPUs that race on one source lose an update, which lets a packet too many
 * through, never a torn value: cheaper than a lock by what a lock costs.
 */
#ifndef UCGATE_BPF_RATE_H
#define UCGATE_BPF_RATE_H

#include "abi/rate.h"

#include "maps/sources.bpf.h"

#include "bpf/clock.h"
#include "bpf/packet.h"

/* An IPv6 host owns its /64, so that is what counts as a source. */
static __always_inline struct source_key source_key_of(const struct tuple *tuple, __u16 counter)
{
	return (struct source_key){
		.address = tuple->family == 4 ? tuple->peer.low : tuple->peer.high,
		.counter = counter,
		.family = tuple->family,
	};
}

/* Takes one packet's interval of the source's rate; false: there is none left, and nothing is taken. */
static __always_inline _Bool rate_take(const struct source_key *key, __u64 interval_ns, __u32 burst)
{
	struct source_rate *rate = bpf_map_lookup_elem(&sources, key), new;
	__u64 now = clock_ns(), arrival;

	if (!rate) {
		new.arrival_ns = now + interval_ns;
		bpf_map_update_elem(&sources, key, &new, BPF_NOEXIST);
		return 1;
	}
	arrival = *(volatile __u64 *)&rate->arrival_ns;
	if (arrival < now)
		arrival = now;
	if (arrival - now > interval_ns * (burst - 1))
		return 0;
	*(volatile __u64 *)&rate->arrival_ns = arrival + interval_ns;
	return 1;
}

#endif
