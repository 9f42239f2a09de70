/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Step 5: ICMP decides here, whatever the services say. What a host needs passes (RFC 4890), an error only when it
 * is about traffic of ours, an echo reply only when it was asked for.
 */
#ifndef UCGATE_BPF_ICMP_H
#define UCGATE_BPF_ICMP_H

#include "bpf/flow.h"
#include "bpf/icmp_type.h"
#include "bpf/limit.h"
#include "bpf/quote.h"
#include "bpf/rate.h"
#include "bpf/service.h"

enum {
	ICMP_SIZE = 8,
	ND_HOP_LIMIT = 255,
	MLD_HOP_LIMIT = 1,
	ECHO_INTERVAL_NS = 1000000000 / ECHO_PER_SECOND
};

/* Whether the quoted packet is one that a live flow sent, or a service as server. The error refreshes nothing. */
static __noinline opinion quote_judge(const struct rules *rules, const struct tuple *quote)
{
	struct matches matches = matches_of(rules, quote);
	struct flow *flow = NULL;

	matches.possible = matches.sessions;
	matches.clients = 0;
	matches_narrow(rules, quote, &matches);
	if (flow_is_possible(rules, &matches) || tuple_is_icmp(quote))
		flow = flow_find(quote);
	if (flow && flow_judge(rules, quote, matches.sessions, flow) == REASON_FLOW)
		return flow_opinion(REASON_RELATED, quote, flow) | OPINION_EXEMPT;
	if (!matches.servers)
		return REASON_ICMP_UNRELATED;
	return service_opinion(REASON_RELATED, rules, services_first(matches.servers)) | OPINION_EXEMPT;
}

static __always_inline opinion icmp_error_check(const struct packet *packet)
{
	struct tuple quote = {};

	if (packet->rules->header.state == STATE_NONE)
		return essential_or(packet, ESSENTIAL_ICMP_ERROR, REASON_ICMP);
	if (!quote_read(packet, packet->l4 + ICMP_SIZE, &quote) ||
	    !address_equal(&quote.local, &packet->tuple.local))
		return REASON_ICMP_UNRELATED;
	return quote_judge(packet->rules, &quote);
}

static __always_inline opinion echo_request_check(const struct packet *packet)
{
	struct source_key key = source_key_of(&packet->tuple, RATE_ECHO);

	if (!essential_on(packet, ESSENTIAL_ECHO))
		return REASON_ICMP;
	if (!source_is_never_blocked(packet->rules, &packet->tuple) &&
	    !source_may(&key, ECHO_INTERVAL_NS, ECHO_BURST))
		return essential_opinion(REASON_RATE_LIMIT, ESSENTIAL_ECHO);
	return essential_opinion(REASON_ESSENTIAL, ESSENTIAL_ECHO);
}

static __always_inline opinion echo_reply_check(struct packet *packet)
{
	const struct icmp_echo *echo = packet_at(packet->ctx, packet->l4, sizeof(*echo));
	struct flow *flow;

	if (packet->rules->header.state == STATE_NONE)
		return essential_opinion(REASON_FLOW, ESSENTIAL_ECHO);
	if (!echo)
		return REASON_MALFORMED;
	packet->tuple.ports = PORTS(0, bpf_ntohs(echo->identifier));
	flow = flow_find(&packet->tuple);
	if (!flow || flow_judge(packet->rules, &packet->tuple, 0, flow) != REASON_FLOW)
		return REASON_NO_FLOW;
	packet->flow = flow;
	return essential_opinion(REASON_FLOW, ESSENTIAL_ECHO);
}

/* RFC 4861 6.1, 7.1; never in fragments: RFC 6980. */
static __always_inline opinion nd_check(struct packet *packet)
{
	if (packet->fragment || packet->hop_limit != ND_HOP_LIMIT)
		return REASON_ICMP;
	if (icmp_type_of(packet) == ICMPV6_ROUTER_ADVERTISEMENT &&
	    !address_is_link_local(&packet->tuple.peer))
		return REASON_ICMP;
	return essential_or(packet, ESSENTIAL_ND, REASON_ICMP);
}

/* RFC 2710 3, RFC 3810 5. */
static __always_inline opinion mld_check(struct packet *packet)
{
	const struct address_v6 *source = &packet->tuple.peer;

	if (packet->hop_limit != MLD_HOP_LIMIT ||
	    !(address_is_link_local(source) || !(source->high | source->low)))
		return REASON_ICMP;
	return essential_or(packet, ESSENTIAL_MLD, REASON_ICMP);
}

static __always_inline opinion icmp_check(struct packet *packet)
{
	__u32 family = packet->tuple.family, type;

	if (likely(!tuple_is_icmp(&packet->tuple)))
		return REASON_NONE;
	type = icmp_type_of(packet);
	if (icmp_is_error(family, type))
		return icmp_error_check(packet);
	if (icmp_is_echo_request(family, type))
		return echo_request_check(packet);
	if (icmp_is_echo_reply(family, type))
		return echo_reply_check(packet);
	if (family == 6 && icmpv6_is_nd(type))
		return nd_check(packet);
	if (family == 6 && icmpv6_is_mld(type))
		return mld_check(packet);
	return REASON_ICMP;
}

#endif
