/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The `limit` of a service: what one source may send, and all of them together. A packet that one of the two
 * refuses costs neither.
 */
#ifndef UCGATE_BPF_LIMIT_H
#define UCGATE_BPF_LIMIT_H

#include "maps/totals.bpf.h"

#include "bpf/address.h"
#include "bpf/rate.h"
#include "bpf/service.h"

static __always_inline _Bool source_is_never_blocked(const struct rules *rules, const struct tuple *tuple)
{
	return address_row_of(rules, tuple->family, &tuple->peer)->flags & ADDRESS_NEVER_BLOCK;
}

/* Of numbers, so that a packet need not lie in memory for it. */
static __noinline opinion limit_take(const struct rules *rules, __u32 service, __u32 family, __u64 high,
				     __u64 low)
{
	const struct tuple tuple = {.peer = {high, low}, .family = family};
	const struct rules_service *limits = &rules->service[service & (SERVICES_MAX - 1)];
	__u32 counter = rules->counter[service & (SERVICES_MAX - 1)];
	struct source_key key = source_key_of(&tuple, counter);
	struct source_rate *total = bpf_map_lookup_elem(&totals, &counter);
	__u64 now = clock_ns(), next = 0, next_total = 0;

	if (source_is_never_blocked(rules, &tuple))
		return service_opinion(REASON_SERVICE, rules, service);
	if (limits->per_source.packets) {
		next = source_next(&key, now, limits->per_source.interval_ns, limits->per_source.burst);
		if (!next)
			return service_opinion(REASON_RATE_LIMIT, rules, service);
	}
	if (limits->total.packets && total) {
		next_total = rate_next(*(volatile __u64 *)&total->arrival_ns, now, limits->total.interval_ns,
				       limits->total.burst);
		if (!next_total)
			return service_opinion(REASON_RATE_LIMIT, rules, service);
		*(volatile __u64 *)&total->arrival_ns = next_total;
	}
	if (next)
		source_take(&key, next);
	return service_opinion(REASON_SERVICE, rules, service);
}

static __always_inline opinion limit_check(const struct packet *packet, __u32 service)
{
	const struct tuple *tuple = &packet->tuple;

	return limit_take(packet->rules, service, tuple->family, tuple->peer.high, tuple->peer.low);
}

#endif
