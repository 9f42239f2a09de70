/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Now, in ns of CLOCK_MONOTONIC: exactly, for what happens seldom, or of the last tick, which is a load and a
 * multiplication. Reading the counter of the processor costs more than the whole classifier.
 */
#ifndef UCGATE_BPF_CLOCK_H
#define UCGATE_BPF_CLOCK_H

#include "maps/clock.bpf.h"

#define NS_PER_S 1000000000ull

/* Tests and replay bring their own time. */
const volatile _Bool clock_injected;

/* What the loader knows of ticks (loader/attach/tick.h); 0: nothing. */
const volatile __u64 clock_tick_ns, clock_origin_ns;

static __always_inline __u64 clock_injected_ns(void)
{
	__u32 first = 0;
	const __u64 *now = bpf_map_lookup_elem(&clock, &first);

	return now ? *now : 0;
}

static __always_inline __u64 clock_ns(void)
{
	return clock_injected ? clock_injected_ns() : bpf_ktime_get_ns();
}

/* At most a tick (10 ms) behind. */
static __always_inline __u64 clock_coarse_ns(void)
{
	if (clock_injected)
		return clock_injected_ns();
	return clock_tick_ns ? bpf_jiffies64() * clock_tick_ns + clock_origin_ns : bpf_ktime_get_ns();
}

#endif
