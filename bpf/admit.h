/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Steps 8 and 9: a packet is admitted by a service as server, within its limit if it has one, or by a flow. What a
 * flow covers costs no limit.
 */
#ifndef UCGATE_BPF_ADMIT_H
#define UCGATE_BPF_ADMIT_H

#include "bpf/flow.h"
#include "bpf/limit.h"
#include "bpf/service.h"

/* Port open to everybody? What else could be is not asked: it would cost two cold cache lines. */
static __always_inline opinion open_port_check(const struct packet *packet)
{
	const struct rules *rules = packet->rules;
	const struct tuple *tuple = &packet->tuple;
	__u32 service;

	if (!tuple_has_ports(tuple))
		return REASON_NONE;
	service = rules->port_open[port_class_of(rules, tuple->protocol, tuple->ports)];
	return service < SERVICES_MAX ? service_opinion(REASON_SERVICE, rules, service) : REASON_NONE;
}

static __always_inline opinion admit_check(struct packet *packet)
{
	const struct rules *rules = packet->rules;
	opinion said = open_port_check(packet);
	__u64 first;

	if (said)
		return said;
	packet->matches = matches_of(rules, &packet->tuple);
	if (rules->header.state == STATE_NONE && packet_may_be_reply(packet))
		packet->matches.listed |= packet->matches.sessions;
	/* Like most of what is denied. */
	if (!(packet->matches.listed | packet->matches.possible) && rules->header.outbound != OUTBOUND_ANY)
		return REASON_NONE;
	matches_narrow(rules, &packet->tuple, &packet->matches);
	first = services_lowest(packet->matches.servers);
	if (first & ~rules->header.limited)
		return service_opinion(REASON_SERVICE, rules, service_number(first));
	said = flow_check(packet);
	if (OPINION_REASON(said) == REASON_FLOW || !first)
		return said;
	return limit_check(packet, service_number(first));
}

#endif
