// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>
#include <xdp/xdp_helpers.h>

#include "maps/clock.bpf.h"
#include "maps/instance.bpf.h"
#include "maps/rules.bpf.h"
#include "maps/sources.bpf.h"
#include "maps/stats.bpf.h"

struct {
	__uint(priority, 10);
	__uint(XDP_PASS, 1);
} XDP_RUN_CONFIG(ucgate_ingress);

const volatile _Bool clock_injected;
const volatile _Bool frags_supported;

SEC("xdp")
int ucgate_ingress(struct xdp_md *ctx)
{
	__u32 slot = RULES_LIVE;
	void *live = bpf_map_lookup_elem(&rules, &slot);

	return live ? XDP_PASS : XDP_DROP;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
