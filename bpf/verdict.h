/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Where a reason becomes a verdict: the only place that counts what comes in. */
#ifndef UCGATE_BPF_VERDICT_H
#define UCGATE_BPF_VERDICT_H

#include "bpf/count.h"
#include "bpf/event.h"
#include "bpf/judgement.h"
#include "bpf/packet.h"

static __always_inline int packet_pass(const struct packet *packet, opinion said)
{
	struct service_stats *stats = concerned_stats(packet, said);

	if (stats)
		traffic_count(&stats->in_pass, packet);
	event_pass(packet, said, 0);
	return XDP_PASS;
}

static __always_inline int packet_drop(const struct packet *packet, opinion said)
{
	struct reason_stats *reason = reason_stats_of(said);
	struct service_stats *stats = concerned_stats(packet, said);

	if (reason)
		traffic_count(&reason->in_drop, packet);
	if (stats)
		traffic_count(&stats->in_drop, packet);
	event_drop(packet, said, 0);
	return XDP_DROP;
}

/* `mode: monitor`: the packet passes, what would have become of it is counted apart. */
static __always_inline int packet_would_drop(const struct packet *packet, opinion said)
{
	struct reason_stats *reason = reason_stats_of(said);

	if (reason)
		traffic_count(&reason->in_would_drop, packet);
	event_drop(packet, said, EVENT_PASS);
	return XDP_PASS;
}

static __always_inline int packet_refuse(const struct packet *packet, opinion said)
{
	if (packet->rules && packet->rules->header.mode == MODE_MONITOR)
		return packet_would_drop(packet, said);
	return packet_drop(packet, said);
}

static __always_inline int verdict(const struct packet *packet, opinion said)
{
	judgement_tell(said);
	return opinion_passes(said) ? packet_pass(packet, said) : packet_refuse(packet, said);
}

#endif
