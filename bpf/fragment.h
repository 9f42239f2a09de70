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
	       packet->fragment_offset == FRAGMENT_UNIT;
}

static __always_inline opinion fragment_validate(const struct packet *packet)
{
	__u32 size = packet->end - packet->fragment_data;

	if (packet->fragment_cut || fragment_overwrites_tcp(packet) ||
	    packet->fragment_offset + size > IP_SIZE_MAX || (packet->fragment_more && size % FRAGMENT_UNIT))
		return REASON_FRAGMENT_INVALID;
	return REASON_NONE;
}

static __always_inline _Bool fragment_key_v4_read(const struct packet *packet, struct fragment_key_v4 *ret)
{
	const struct iphdr *ip = packet_at(packet->ctx, packet->ip, sizeof(*ip));

	if (!ip)
		return 0;
	*ret = (struct fragment_key_v4){
		.source = ip->saddr,
		.destination = ip->daddr,
		.identification = ip->id,
		.protocol = ip->protocol,
	};
	return 1;
}

static __always_inline _Bool fragment_key_v6_read(const struct packet *packet, struct fragment_key_v6 *ret)
{
	const struct ipv6_extension *header;
	const struct ipv6hdr *ip = packet_at(packet->ctx, packet->ip, sizeof(*ip));

	if (!ip)
		return 0;
	__builtin_memset(ret, 0, sizeof(*ret));
	ipv6_address_read(&ip->saddr, &ret->source);
	ipv6_address_read(&ip->daddr, &ret->destination);
	header = packet_at(packet->ctx, packet->fragment_data - sizeof(*header), sizeof(*header));
	if (!header)
		return 0;
	ret->identification = header->identification;
	ret->protocol = header->next;
	return 1;
}

static __always_inline const struct fragment_first *fragment_first_find(const struct packet *packet)
{
	const struct fragment_first *first;
	struct fragment_key_v4 v4;
	struct fragment_key_v6 v6;

	if (packet->tuple.family == 4) {
		first = fragment_key_v4_read(packet, &v4) ? bpf_map_lookup_elem(&fragments_v4, &v4) : NULL;
		asm volatile("" : "+r"(first)); /* opaque: two maps, two calls */
		return first;
	}
	return fragment_key_v6_read(packet, &v6) ? bpf_map_lookup_elem(&fragments_v6, &v6) : NULL;
}

/* `fragments: lenient`: a known peer may send the rest of what was not seen to begin. */
static __always_inline opinion fragment_stray_check(const struct packet *packet)
{
	const struct rules *rules = packet->rules;
	__u64 services = 0;

	if (rules->header.fragments == FRAGMENTS_LENIENT && !packet->outbound)
		services = rules->header.peer_restricted &
			   peer_mask(rules, &packet->tuple, rules->header.peer_restricted);
	if (!services)
		return REASON_FRAGMENT_ORPHAN;
	return service_opinion(REASON_FRAGMENT, rules, services_first(services));
}

static __always_inline opinion fragment_later_check(struct packet *packet)
{
	const struct fragment_first *first = fragment_first_find(packet);

	if (!first || first->until_ns < clock_ns())
		return fragment_stray_check(packet);
	packet->fragment_exempt = first->exempt;
	return OPINION(REASON_FRAGMENT, first->concern, first->number);
}

static __always_inline opinion fragment_check(struct packet *packet)
{
	opinion said;

	if (likely(packet->fragment == FRAGMENT_WHOLE))
		return REASON_NONE;
	said = fragment_validate(packet);
	if (said || packet->fragment == FRAGMENT_FIRST)
		return said;
	return fragment_later_check(packet);
}

/* Lets the rest of a packet follow its first fragment, which passes. */
static __always_inline void fragment_remember(const struct packet *packet, opinion said)
{
	struct fragment_first first = {
		.until_ns = clock_ns() + FRAGMENT_S * NS_PER_S,
		.number = OPINION_NUMBER(said),
		.concern = OPINION_CONCERN(said),
		.exempt =
			OPINION_CONCERN(said) == CONCERN_ESSENTIAL || OPINION_REASON(said) == REASON_RELATED,
	};
	struct fragment_key_v4 v4;
	struct fragment_key_v6 v6;

	if (packet->tuple.family == 4 && fragment_key_v4_read(packet, &v4))
		bpf_map_update_elem(&fragments_v4, &v4, &first, BPF_ANY);
	if (packet->tuple.family == 6 && fragment_key_v6_read(packet, &v6))
		bpf_map_update_elem(&fragments_v6, &v6, &first, BPF_ANY);
}

#endif
