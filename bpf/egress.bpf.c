// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The way of a packet that leaves by the WAN interface: it is counted, and what it asks for is remembered so that the
 * answer may come in. Only `outbound: enforce` drops.
 */
#define UCGATE_EGRESS

#include <linux/bpf.h>
#include <linux/pkt_cls.h>

#include <bpf/bpf_helpers.h>

#include "bpf/count.h"
#include "bpf/event.h"
#include "bpf/fragment.h"
#include "bpf/frame.h"
#include "bpf/ip.h"
#include "bpf/judgement.h"
#include "bpf/l4.h"
#include "bpf/outbound.h"
#include "bpf/packet.h"
#include "bpf/rules.h"

enum {
	/* Ethernet, two tags, PPPoE, IPv6 and a TCP header with options: what is usually looked at. */
	HEADERS_SIZE = 14 + 2 * 4 + 8 + 40 + 60,
};

/* A super-packet may begin with few bytes at hand. */
static __always_inline void headers_pull(struct __sk_buff *ctx)
{
	__u32 size = ctx->len < HEADERS_SIZE ? ctx->len : HEADERS_SIZE;

	if ((__u64)ctx->data + size > ctx->data_end)
		bpf_skb_pull_data(ctx, size);
}

/* Nobody's, and if it is a first fragment, its rest does not follow it. */
static __always_inline opinion outbound_unread(struct packet *packet)
{
	packet->fragment = 0;
	return REASON_OUTBOUND;
}

static __always_inline opinion packet_judge(struct packet *packet, __u32 family)
{
	opinion said;

	packet->tuple.family = family;
	said = ip_check(packet) ?: l4_check(packet);
	if (said) /* what the wire will not carry teaches nothing */
		return outbound_unread(packet);
	tuple_turn(&packet->tuple);
	said = fragment_check(packet);
	if (OPINION_REASON(said) == REASON_FRAGMENT)
		return said;
	if (said)
		return outbound_unread(packet);
	return outbound_icmp_check(packet) ?: outbound_dhcp_check(packet) ?: outbound_service_check(packet);
}

/* `outbound: enforce`, and nothing speaks for the packet. */
static __always_inline _Bool outbound_refuses(const struct packet *packet, opinion said)
{
	return packet->rules->header.outbound == OUTBOUND_ENFORCE &&
	       OPINION_REASON(said) == REASON_OUTBOUND && OPINION_CONCERN(said) != CONCERN_EXEMPT;
}

static __always_inline int outbound_drop(const struct packet *packet, opinion said)
{
	struct reason_stats *reason = reason_stats_of(said);
	_Bool monitor = packet->rules->header.mode == MODE_MONITOR;

	if (reason)
		traffic_count(monitor ? &reason->out_would_drop : &reason->out_drop, packet);
	event_drop(packet, said, EVENT_OUTBOUND | (monitor ? EVENT_PASS : 0));
	return monitor ? TC_ACT_UNSPEC : TC_ACT_SHOT;
}

/* TC_ACT_UNSPEC lets whoever else is on the hook speak. What no service has is counted by its reason. */
static __always_inline int outbound_pass(const struct packet *packet, opinion said)
{
	struct service_stats *stats = concerned_stats(packet, said);
	struct reason_stats *reason;

	event_pass(packet, said, EVENT_OUTBOUND);
	if (stats) {
		traffic_count(&stats->out_pass, packet);
		return TC_ACT_UNSPEC;
	}
	reason = reason_stats_of(said);
	if (reason)
		traffic_count(&reason->out_pass, packet);
	return TC_ACT_UNSPEC;
}

SEC("tc")

int ucgate_egress(struct __sk_buff *ctx)
{
	struct packet packet = {.ctx = ctx, .rules = rules_in_force(), .length = frame_length(ctx)};
	opinion said;

	if (!packet.rules || packet.rules->header.mode == MODE_OPEN)
		return TC_ACT_UNSPEC;
	headers_pull(ctx);
	said = frame_check(&packet);
	if (!said)
		said = packet.tuple.family == 4 ? packet_judge(&packet, 4) : packet_judge(&packet, 6);
	else if (OPINION_REASON(said) != REASON_ESSENTIAL)
		said = REASON_OUTBOUND;
	judgement_tell(said);
	if (outbound_refuses(&packet, said))
		return outbound_drop(&packet, said);
	if (packet_is_first_fragment(&packet))
		fragment_remember(&packet, said);
	return outbound_pass(&packet, said);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
