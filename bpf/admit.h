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

static __always_inline opinion admit_check(struct packet *packet)
{
	const struct rules *rules = packet->rules;
	__u32 service;
	opinion said;

	services_match(packet);
	service = services_first(packet->matches.servers);
	if (packet->matches.servers && !(rules->header.limited >> service & 1))
		return service_opinion(REASON_SERVICE, rules, service);
	said = flow_check(packet);
	if (OPINION_REASON(said) == REASON_FLOW || !packet->matches.servers)
		return said;
	return limit_check(packet, service);
}

#endif
