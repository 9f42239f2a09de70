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

/* When the next packet after one at `now` is due, or 0: there is no room for one. */
static __always_inline __u64 rate_next(__u64 arrival, __u64 now, __u64 interval_ns, __u32 burst)
{
	if (arrival < now)
		arrival = now;
	return arrival - now > interval_ns * (burst - 1) ? 0 : arrival + interval_ns;
}

static __always_inline __u64 source_next(const struct source_key *key, __u64 now, __u64 interval_ns,
					 __u32 burst)
{
	const struct source_rate *rate = bpf_map_lookup_elem(&sources, key);

	return rate_next(rate ? *(const volatile __u64 *)&rate->arrival_ns : 0, now, interval_ns, burst);
}

static __always_inline void source_take(const struct source_key *key, __u64 next)
{
	struct source_rate *rate = bpf_map_lookup_elem(&sources, key), new = {.arrival_ns = next};

	if (rate) /* in place: an update of an LRU map may cost a stranger its entry */
		*(volatile __u64 *)&rate->arrival_ns = next;
	else
		bpf_map_update_elem(&sources, key, &new, BPF_NOEXIST);
}

/* Takes one packet of a source's rate; false: there is none left, and nothing is taken. */
static __always_inline _Bool source_may(const struct source_key *key, __u64 interval_ns, __u32 burst)
{
	__u64 next = source_next(key, clock_ns(), interval_ns, burst);

	if (next)
		source_take(key, next);
	return next;
}

#endif
