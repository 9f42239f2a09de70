// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The least that any filter by port must do: find Ethernet, IP and the ports, check the bounds, decide nothing. No
 * tags, options, extension headers or fragments. Budgets are counted over this.
 */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/pkt_cls.h>

#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

struct ports {
	__be16 source, destination;
};

static __always_inline int ports_judge(const struct ports *ports, const void *end)
{
	if ((const void *)(ports + 1) > end)
		return XDP_DROP;
	/* Both are used, so that neither the loads nor the checks can be optimised away. */
	return ports->source && ports->destination ? XDP_PASS : XDP_DROP;
}

static __always_inline int ipv4_judge(const struct iphdr *ip, const void *end)
{
	if ((const void *)(ip + 1) > end || ip->ihl < 5)
		return XDP_DROP;
	if (ip->protocol != IPPROTO_TCP && ip->protocol != IPPROTO_UDP)
		return XDP_PASS;
	return ports_judge((const void *)ip + ip->ihl * 4, end);
}

static __always_inline int ipv6_judge(const struct ipv6hdr *ip, const void *end)
{
	if ((const void *)(ip + 1) > end)
		return XDP_DROP;
	if (ip->nexthdr != IPPROTO_TCP && ip->nexthdr != IPPROTO_UDP)
		return XDP_PASS;
	return ports_judge((const void *)(ip + 1), end);
}

static __always_inline int frame_judge(const struct ethhdr *eth, const void *end)
{
	if ((const void *)(eth + 1) > end)
		return XDP_DROP;
	switch (eth->h_proto) {
	case bpf_htons(ETH_P_IP):
		return ipv4_judge((const void *)(eth + 1), end);
	case bpf_htons(ETH_P_IPV6):
		return ipv6_judge((const void *)(eth + 1), end);
	default:
		return XDP_PASS;
	}
}

SEC("xdp")

int parse(struct xdp_md *ctx)
{
	return frame_judge((void *)(long)ctx->data, (void *)(long)ctx->data_end);
}

/* The same on the hook for what leaves. */
SEC("tc")

int parse_outbound(struct __sk_buff *ctx)
{
	return frame_judge((void *)(long)ctx->data, (void *)(long)ctx->data_end) == XDP_PASS ? TC_ACT_UNSPEC
											     : TC_ACT_SHOT;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
