/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Now. */
#ifndef UCGATE_BPF_CLOCK_H
#define UCGATE_BPF_CLOCK_H

#include "maps/clock.bpf.h"

/* Tests and replay bring their own time. */
const volatile _Bool clock_injected;

/* CLOCK_MONOTONIC in ns. Costs more than the whole classifier: for what happens seldom. */
static __always_inline __u64 clock_ns(void)
{
	__u32 first = 0;
	const __u64 *now;

	if (!clock_injected)
		return bpf_ktime_get_ns();
	now = bpf_map_lookup_elem(&clock, &first);
	return now ? *now : 0;
}

#endif
