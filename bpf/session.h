/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * How flows come to be: the inside sends what a service lets it open, and the reply is not admitted anyway. Only here
 * is a flow inserted, so nothing from outside can.
 */
#ifndef UCGATE_BPF_SESSION_H
#define UCGATE_BPF_SESSION_H

#include "maps/flow_stats.bpf.h"

#include "bpf/flow.h"
#include "bpf/service.h"

static __always_inline void flow_inserted_count(enum flow_table table)
{
	__u32 index = table;
	__u64 *inserted = bpf_map_lookup_elem(&flow_stats, &index);

	if (inserted)
		*inserted += 1;
}

static __always_inline void flow_insert_v4(const struct tuple *tuple, const struct flow *flow)
{
	struct flow_key_v4 key = flow_key_v4_of(tuple);

	if (tuple->protocol == IPPROTO_TCP) {
		if (!bpf_map_update_elem(&flows_v4_tcp, &key, flow, BPF_NOEXIST))
			flow_inserted_count(FLOWS_V4_TCP);
	} else {
		if (!bpf_map_update_elem(&flows_v4_other, &key, flow, BPF_NOEXIST))
			flow_inserted_count(FLOWS_V4_OTHER);
	}
}

static __always_inline void flow_insert_v6(const struct tuple *tuple, const struct flow *flow)
{
	struct flow_key_v6 key = flow_key_v6_of(tuple);

	if (tuple->protocol == IPPROTO_TCP) {
		if (!bpf_map_update_elem(&flows_v6_tcp, &key, flow, BPF_NOEXIST))
			flow_inserted_count(FLOWS_V6_TCP);
	} else {
		if (!bpf_map_update_elem(&flows_v6_other, &key, flow, BPF_NOEXIST))
			flow_inserted_count(FLOWS_V6_OTHER);
	}
}

static __always_inline void flow_insert(const struct tuple *tuple, const struct flow *flow)
{
	if (tuple->family == 4)
		flow_insert_v4(tuple, flow);
	else
		flow_insert_v6(tuple, flow);
}

static __always_inline _Bool tcp_opens(__u32 flags)
{
	return (flags & (TCP_SYN | TCP_ACK | TCP_RST | TCP_FIN)) == TCP_SYN;
}

static __always_inline __u8 flow_state_outbound(__u8 state, __u32 flags)
{
	if (flags & TCP_RST)
		return state | FLOW_CLOSING;
	if (flags & TCP_FIN)
		state |= FLOW_FIN_OUT;
	return state & FLOW_FIN_IN && state & FLOW_FIN_OUT ? state | FLOW_CLOSING : state;
}

/* In place: an update of an LRU map may cost a stranger its entry. */
static __always_inline void flow_restart(struct flow *flow, const struct flow *fresh)
{
	flow->state = fresh->state;
	flow->service = fresh->service;
	flow->counter = fresh->counter;
	flow->generation = fresh->generation;
	flow->last_ns = fresh->last_ns;
}

static __always_inline void flow_follow_outbound(struct flow *flow, __u32 flags, __u64 now)
{
	__u8 state = flow_state_outbound(flow->state, flags);

	if (state != flow->state)
		flow->state = state;
	flow_refresh(flow, now);
}

/*
 * Teaches or refreshes the flow of an outbound packet. `service` is a number of the rules or FLOW_OTHER. False: an
 * RST, which ends flows and never begins one.
 */
static __always_inline _Bool flow_teach(const struct packet *packet, __u32 service)
{
	const struct rules *rules = packet->rules;
	const struct tuple *tuple = &packet->tuple;
	__u32 flags = tuple->protocol == IPPROTO_TCP ? packet->tcp_flags : 0;
	struct flow *flow = flow_find(tuple);
	struct flow fresh = {
		.last_ns = clock_coarse_ns(),
		.generation = rules->header.generation,
		.counter = service == FLOW_OTHER ? 0 : rules->counter[service & (SERVICES_MAX - 1)],
		.service = service,
		.state = flow_state_outbound(0, flags),
	};

	if (flow && !tcp_opens(flags) &&
	    flow_judge(rules, tuple, packet->matches.sessions, flow) == REASON_FLOW) {
		flow_follow_outbound(flow, flags, fresh.last_ns);
		return 1;
	}
	if (flags & TCP_RST)
		return 0;
	if (flow)
		flow_restart(flow, &fresh);
	else
		flow_insert(tuple, &fresh);
	return 1;
}

#endif
