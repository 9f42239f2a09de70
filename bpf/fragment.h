/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Step 4: fragments. A first one that brings its headers whole is judged like a whole packet, and what it was told is
 * remembered; later ones follow it. What a later one carries is never read as a header (RFC 1858, RFC 7112).
 */
#ifndef UCGATE_BPF_FRAGMENT_H
#define UCGATE_BPF_FRAGMENT_H

#include "maps/fragments.bpf.h"

#include "bpf/clock.h"
#include "bpf/ipv4.h"
#include "bpf/ipv6.h"
#include "bpf/l4.h"
#include "bpf/packet.h"
#include "bpf/service.h"

enum { IP_SIZE_MAX = 65535, FRAGMENT_UNIT = 8 };

/* An IPv4 fragment that would overwrite the TCP flags of its first (RFC 3128). */
static __always_inline _Bool fragment_overwrites_tcp(const struct packet *packet)
{
	return packet->tuple.family == 4 && packet->tuple.protocol == IPPROTO_TCP &&
	       (packet->fragment & FRAGMENT_OFFSET) == FRAGMENT_UNIT;
}

static __always_inline opinion fragment_validate(const struct packet *packet)
{
	__u32 size = packet->end - packet->fragment_data;

	if (packet->fragment & FRAGMENT_CUT || fragment_overwrites_tcp(packet) ||
	    (packet->fragment & FRAGMENT_OFFSET) + size > IP_SIZE_MAX ||
	    (packet->fragment & FRAGMENT_MORE && size % FRAGMENT_UNIT))
		return REASON_FRAGMENT_INVALID;
	return REASON_NONE;
}

static __always_inline struct address_v6 packet_source(const struct packet *packet)
{
	return PACKET_OUTBOUND ? packet->tuple.local : packet->tuple.peer;
}

static __always_inline struct address_v6 packet_destination(const struct packet *packet)
{
	return PACKET_OUTBOUND ? packet->tuple.peer : packet->tuple.local;
}

static __always_inline struct fragment_key_v4 fragment_key_v4_of(const struct packet *packet)
{
	return (struct fragment_key_v4){
		.source = bpf_htonl(packet_source(packet).low),
		.destination = bpf_htonl(packet_destination(packet).low),
		.identification = bpf_htons(packet->fragment >> FRAGMENT_IDENTIFICATION_SHIFT),
		.protocol = packet->tuple.protocol,
		.outbound = PACKET_OUTBOUND,
	};
}

static __always_inline _Bool fragment_key_v6_read(const struct packet *packet, struct fragment_key_v6 *ret)
{
	const struct ipv6_extension *header =
		packet_at(packet->ctx, packet->fragment_data - sizeof(*header), sizeof(*header));

	if (!header)
		return 0;
	*ret = (struct fragment_key_v6){
		.source = packet_source(packet),
		.destination = packet_destination(packet),
		.identification = header->identification,
		.protocol = header->next,
		.outbound = PACKET_OUTBOUND,
	};
	return 1;
}

static __always_inline const struct fragment_first *fragment_first_find(const struct packet *packet)
{
	const struct fragment_first *first;
	struct fragment_key_v4 v4;
	struct fragment_key_v6 v6;

	if (packet->tuple.family == 4) {
		v4 = fragment_key_v4_of(packet);
		first = bpf_map_lookup_elem(&fragments_v4, &v4);
		asm volatile("" : "+r"(first)); /* opaque: two maps, two calls */
		return first;
	}
	return fragment_key_v6_read(packet, &v6) ? bpf_map_lookup_elem(&fragments_v6, &v6) : NULL;
}

/* `fragments: lenient`: a known peer may send the rest of what was not seen to begin. */
static __always_inline opinion fragment_stray_check(const struct packet *packet)
{
	const struct rules *rules = packet->rules;
	__u64 services;

	if (PACKET_OUTBOUND || rules->header.fragments != FRAGMENTS_LENIENT)
		return REASON_FRAGMENT_ORPHAN;
	services = rules->header.peer_restricted &
		   peer_mask(rules, &packet->tuple, rules->header.peer_restricted);
	if (!services)
		return REASON_FRAGMENT_ORPHAN;
	return service_opinion(REASON_FRAGMENT, rules, services_first(services));
}

static __always_inline opinion fragment_later_check(struct packet *packet)
{
	const struct fragment_first *first = fragment_first_find(packet);

	if (!first || first->until_ns < clock_coarse_ns())
		return fragment_stray_check(packet);
	return OPINION(REASON_FRAGMENT, first->concern, first->number) | (first->exempt ? OPINION_EXEMPT : 0);
}

static __always_inline opinion fragment_check(struct packet *packet)
{
	opinion said;

	if (likely(!packet->fragment))
		return REASON_NONE;
	said = fragment_validate(packet);
	if (said || packet_is_first_fragment(packet))
		return said;
	return fragment_later_check(packet);
}

/* Lets the rest of a packet follow its first fragment, which passes. */
static __always_inline void fragment_remember(const struct packet *packet, opinion said)
{
	struct fragment_first first = {
		.until_ns = clock_coarse_ns() + FRAGMENT_S * NS_PER_S,
		.number = OPINION_NUMBER(said),
		.concern = OPINION_CONCERN(said),
		.exempt = !!(said & OPINION_EXEMPT),
	};
	struct fragment_key_v4 v4;
	struct fragment_key_v6 v6;

	if (packet->tuple.family == 4) {
		v4 = fragment_key_v4_of(packet);
		bpf_map_update_elem(&fragments_v4, &v4, &first, BPF_ANY);
	}
	if (packet->tuple.family == 6 && fragment_key_v6_read(packet, &v6))
		bpf_map_update_elem(&fragments_v6, &v6, &first, BPF_ANY);
}

#endif
