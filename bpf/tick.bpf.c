// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Both clocks at one moment: what the loader has to know for bpf/clock.h. Run once, on no interface. */
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

__u64 tick_jiffies;
__u64 tick_now_ns; /* CLOCK_MONOTONIC */

SEC("socket")

int ucgate_tick(struct __sk_buff *ctx)
{
	tick_jiffies = bpf_jiffies64();
	tick_now_ns = bpf_ktime_get_ns();
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
