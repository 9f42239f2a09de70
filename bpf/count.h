/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* How a packet is counted, in either direction. */
#ifndef UCGATE_BPF_COUNT_H
#define UCGATE_BPF_COUNT_H

#include "maps/stats.bpf.h"

#include "bpf/packet.h"

/* Per-CPU values: no other packet writes at the same time. */
static __always_inline void traffic_count(struct traffic *traffic, const struct packet *packet)
{
	traffic->packets += frame_segments(packet->ctx);
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

static __always_inline struct reason_stats *reason_stats_of(opinion said)
{
	__u32 why = OPINION_REASON(said);

	return bpf_map_lookup_elem(&reason_stats, &why);
}

#endif
