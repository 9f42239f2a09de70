/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Where a reason becomes a verdict: the only place that counts. */
#ifndef UCGATE_BPF_VERDICT_H
#define UCGATE_BPF_VERDICT_H

#include "maps/stats.bpf.h"

#include "bpf/packet.h"

/* Per-CPU values: no other packet writes at the same time. */
static __always_inline void traffic_count(struct traffic *traffic, const struct packet *packet)
{
	traffic->packets++;
	traffic->bytes += packet->length;
}

/* The stats of the service or essential that an opinion concerns, or NULL. */
static __always_inline struct service_stats *concerned_stats(const struct packet *packet, opinion said)
{
	__u32 number = OPINION_NUMBER(said);
	struct service_stats *stats;

	if (OPINION_CONCERN(said) == CONCERN_SERVICE) {
		return bpf_map_lookup_elem(&service_stats, &number);
	}
	if (OPINION_CONCERN(said) == CONCERN_ESSENTIAL) {
		stats = bpf_map_lookup_elem(&essential_stats, &number);
		/* Opaque, or clang makes this and the lookup above one call for either map, which the kernel then
		   cannot inline: 12 ns a packet. */
		asm volatile("" : "+r"(stats));
		return stats;
	}
	return NULL;
}

static __always_inline int packet_pass(const struct packet *packet, opinion said)
{
	struct service_stats *stats = concerned_stats(packet, said);

	if (stats)
		traffic_count(&stats->in_pass, packet);
	return XDP_PASS;
}

static __always_inline int packet_drop(const struct packet *packet, opinion said)
{
	__u32 why = OPINION_REASON(said);
	struct reason_stats *reason = bpf_map_lookup_elem(&reason_stats, &why);
	struct service_stats *stats = concerned_stats(packet, said);

	if (reason)
		traffic_count(&reason->in_drop, packet);
	if (stats)
		traffic_count(&stats->in_drop, packet);
	return XDP_DROP;
}

/* `mode: monitor`: the packet passes, what would have become of it is counted apart. */
static __always_inline int packet_would_drop(const struct packet *packet, opinion said)
{
	__u32 why = OPINION_REASON(said);
	struct reason_stats *reason = bpf_map_lookup_elem(&reason_stats, &why);

	if (reason)
		traffic_count(&reason->in_would_drop, packet);
	return XDP_PASS;
}

static __always_inline int verdict(const struct packet *packet, opinion said)
{
	if (OPINION_REASON(said) < REASON_DROP)
		return packet_pass(packet, said);
	if (packet->rules && packet->rules->header.mode == MODE_MONITOR)
		return packet_would_drop(packet, said);
	return packet_drop(packet, said);
}

#endif
