/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Step 9: what the inside has asked for may be answered. Here is what both directions do with a flow that exists;
 * bpf/session.h makes them.
 *
 * A flow says what of the rules it was last held against. After a reload its first packet holds it against the new
 * ones, once, as egress would: so a reload takes flows away without walking a table.
 */
#ifndef UCGATE_BPF_FLOW_H
#define UCGATE_BPF_FLOW_H

#include "abi/flow.h"

#include "maps/flows.bpf.h"

#include "bpf/clock.h"
#include "bpf/packet.h"
#include "bpf/service.h"

/*
 * Keys are stored in words of eight bytes: the kernel hashes and compares words, and a load that spans several stores
 * waits for all of them, 5 ns.
 */
union flow_words_v4 {
	struct flow_key_v4 key;
	__u64 word[sizeof(struct flow_key_v4) / 8];
};

union flow_words_v6 {
	struct flow_key_v6 key;
	__u64 word[sizeof(struct flow_key_v6) / 8];
};

/* Two fields of four bytes that follow each other. */
static __always_inline __u64 word_of(__u64 first, __u64 second)
{
	return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? first | second << 32 : first << 32 | second;
}

/* Ports and protocol, the last word of either key. */
static __always_inline __u64 flow_ends_word(const struct tuple *tuple)
{
	if (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__)
		return word_of(tuple->ports, tuple->protocol);
	return word_of(PORTS(tuple_local_port(tuple), tuple_peer_port(tuple)), tuple->protocol << 24);
}

static __always_inline struct flow_key_v4 flow_key_v4_of(const struct tuple *tuple)
{
	const union flow_words_v4 words = {
		.word = {word_of(tuple->local.low, tuple->peer.low), flow_ends_word(tuple)}};

	return words.key;
}

static __always_inline struct flow_key_v6 flow_key_v6_of(const struct tuple *tuple)
{
	const union flow_words_v6 words = {.word = {tuple->local.high, tuple->local.low, tuple->peer.high,
						    tuple->peer.low, flow_ends_word(tuple)}};

	return words.key;
}

/*
 * One lookup in one of two maps: both are opaque, or clang makes one call for either, which the kernel cannot inline:
 * 10 ns a packet.
 */
static __always_inline struct flow *flow_find_v4(const struct tuple *tuple)
{
	struct flow_key_v4 key = flow_key_v4_of(tuple);
	struct flow *flow;

	if (tuple->protocol == IPPROTO_TCP) {
		flow = bpf_map_lookup_elem(&flows_v4_tcp, &key);
		asm volatile("" : "+r"(flow)::"memory");
	} else {
		flow = bpf_map_lookup_elem(&flows_v4_other, &key);
		asm volatile("" : "+r"(flow));
	}
	return flow;
}

static __always_inline struct flow *flow_find_v6(const struct tuple *tuple)
{
	struct flow_key_v6 key = flow_key_v6_of(tuple);
	struct flow *flow;

	if (tuple->protocol == IPPROTO_TCP) {
		flow = bpf_map_lookup_elem(&flows_v6_tcp, &key);
		asm volatile("" : "+r"(flow)::"memory");
	} else {
		flow = bpf_map_lookup_elem(&flows_v6_other, &key);
		asm volatile("" : "+r"(flow));
	}
	return flow;
}

static __always_inline struct flow *flow_find(const struct tuple *tuple)
{
	return tuple->family == 4 ? flow_find_v4(tuple) : flow_find_v6(tuple);
}

static __always_inline __u32 flow_default_idle_s(const struct tuple *tuple)
{
	if (tuple->protocol == IPPROTO_TCP)
		return FLOW_TCP_S;
	return tuple->protocol == IPPROTO_UDP ? FLOW_UDP_S : FLOW_OTHER_S;
}

static __always_inline __u32 flow_idle_s(const struct rules *rules, const struct tuple *tuple,
					 const struct flow *flow)
{
	__u32 timeout = 0;

	if (flow->state & FLOW_CLOSING)
		return FLOW_CLOSING_S;
	if (flow->service != FLOW_OTHER)
		timeout = rules->service[flow->service & (SERVICES_MAX - 1)].timeout_s;
	return timeout ?: flow_default_idle_s(tuple);
}

/* Two clocks of two CPUs may be a tick apart: a flow of the next tick is fresh. */
static __always_inline _Bool flow_is_idle(const struct rules *rules, const struct tuple *tuple,
					  const struct flow *flow, __u64 now)
{
	return (__s64)(now - flow->last_ns) > (__s64)(flow_idle_s(rules, tuple, flow) * NS_PER_S);
}

/* Keeps a flow that is used; one that is closing by every packet, since its end is near. */
static __always_inline void flow_refresh(struct flow *flow, __u64 now)
{
	if (flow->state & FLOW_CLOSING || now - flow->last_ns >= FLOW_REFRESH_S * NS_PER_S)
		flow->last_ns = now;
}

/*
 * Whether the rules in force have a service that would teach the flow, which is asked once after a reload. Nothing
 * takes an echo away.
 */
static __always_inline _Bool flow_is_adopted(const struct rules *rules, const struct tuple *tuple,
					     __u64 sessions, struct flow *flow)
{
	__u8 service = sessions ? services_first(sessions) : FLOW_OTHER;

	if (likely(flow->generation == rules->header.generation) || tuple_is_icmp(tuple))
		return 1;
	if (!sessions && (!tuple_has_ports(tuple) || rules->header.outbound != OUTBOUND_ANY))
		return 0;
	flow->counter = sessions ? rules->counter[service & (SERVICES_MAX - 1)] : 0;
	flow->service = service;
	flow->generation = rules->header.generation;
	return 1;
}

static __always_inline opinion flow_opinion(enum reason why, const struct tuple *tuple,
					    const struct flow *flow)
{
	if (tuple_is_icmp(tuple))
		return essential_opinion(why, ESSENTIAL_ECHO);
	return OPINION(why, CONCERN_SERVICE, flow->counter);
}

/* What the next inbound packet of a flow would be told. The flow is not refreshed yet. */
static __always_inline enum reason flow_judge(const struct rules *rules, const struct tuple *tuple,
					      __u64 sessions, struct flow *flow)
{
	if (!flow_is_adopted(rules, tuple, sessions, flow))
		return REASON_REVOKED;
	return flow_is_idle(rules, tuple, flow, clock_coarse_ns()) ? REASON_EXPIRED : REASON_FLOW;
}

/* A blind RST (RFC 5961) must not shorten what is answered: only one nobody answered yet ends by it. */
static __always_inline __u8 flow_state_inbound(__u8 state, __u32 tcp_flags)
{
	if (tcp_flags & TCP_RST)
		return state & FLOW_ANSWERED ? state : state | FLOW_CLOSING;
	state |= FLOW_ANSWERED;
	if (tcp_flags & TCP_FIN)
		state |= FLOW_FIN_IN;
	return state & FLOW_FIN_IN && state & FLOW_FIN_OUT ? state | FLOW_CLOSING : state;
}

/* Whether a flow can exist at all: the masks are at hand, a lookup is not. */
static __always_inline _Bool flow_is_possible(const struct rules *rules, const struct matches *matches)
{
	if (rules->header.state == STATE_NONE)
		return 0;
	return rules->header.outbound == OUTBOUND_ANY || matches->possible;
}

/* By which flow an inbound packet passes; packet->flow keeps it for flow_follow_inbound(). */
static __always_inline opinion flow_check(struct packet *packet)
{
	const struct tuple *tuple = &packet->tuple;
	struct flow *flow;

	if (!flow_is_possible(packet->rules, &packet->matches))
		return REASON_NONE;
	flow = flow_find(tuple);
	if (!flow)
		return REASON_NONE;
	packet->flow = flow;
	return flow_opinion(flow_judge(packet->rules, tuple, packet->matches.sessions, flow), tuple, flow);
}

/* An inbound packet has passed as its flow's. Written only where something changes. */
static __always_inline void flow_follow_inbound(const struct packet *packet)
{
	struct flow *flow = packet->flow;
	__u8 state = flow_state_inbound(flow->state, packet->tcp_flags);

	if (state != flow->state)
		flow->state = state;
	flow_refresh(flow, clock_coarse_ns());
}

#endif
