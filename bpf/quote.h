/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The packet that an ICMP error quotes: one of ours, so its source is local. A quote is cut where the sender of the
 * error liked (RFC 792: eight bytes behind the IP header, RFC 4443: as much as fits), so its lengths say nothing;
 * its headers count only when they are there.
 */
#ifndef UCGATE_BPF_QUOTE_H
#define UCGATE_BPF_QUOTE_H

#include "bpf/icmp_type.h"
#include "bpf/ipv4.h"
#include "bpf/ipv6.h"
#include "bpf/packet.h"
#include "bpf/service.h"

enum { QUOTE_PORTS_SIZE = 4, QUOTE_ECHO_SIZE = 6 };

struct ports {
	__be16 source;
	__be16 destination;
};

/* Where the extension headers at `at` lead: WALK_PROTOCOL and WALK_L4, or any reason when they lead nowhere. */
__noinline __u64 quote_extensions_walk(packet_context *ctx, __u32 at, __u32 end, __u32 next)
{
	__u8 protocol = next;

	/* Unrolled: up to 6.1 the verifier refuses a loop whose end falls through to its head. */
#pragma unroll
	for (int headers = 0; headers <= IPV6_EXTENSIONS_MAX; headers++) {
		const struct ipv6_extension *header = packet_at(ctx, at, sizeof(*header));
		__u32 size;

		if (!ipv6_is_extension(protocol))
			return WALK(REASON_NONE, protocol, at, 0, 0);
		if (!header || headers == IPV6_EXTENSIONS_MAX)
			break;
		size = ipv6_extension_size(protocol, header->length);
		if (at + size > end)
			break;
		if (protocol == IPPROTO_FRAGMENT && header->fragment & bpf_htons(FRAGMENT_OFFSET))
			break;
		protocol = header->next;
		at += size;
	}
	return WALK(REASON_ICMP_UNRELATED, 0, 0, 0, 0);
}

/* Each returns the offset behind the quoted IP headers, or 0: there is nothing to be learned from this quote. */
static __always_inline __u32 quote_ipv4_read(packet_context *ctx, __u32 at, __u32 end, struct tuple *ret)
{
	const struct iphdr *ip = packet_at(ctx, at, sizeof(*ip));

	if (!ip || at + sizeof(*ip) > end || ip->version != 4 || ip->ihl < 5 || at + ip->ihl * 4 > end ||
	    ip->frag_off & bpf_htons(IPV4_FRAGMENT_OFFSET))
		return 0;
	ret->protocol = ip->protocol;
	ret->local.low = bpf_ntohl(ip->saddr);
	ret->peer.low = bpf_ntohl(ip->daddr);
	return at + ip->ihl * 4;
}

static __always_inline __u32 quote_ipv6_read(packet_context *ctx, __u32 at, __u32 end, struct tuple *ret)
{
	const struct ipv6hdr *ip = packet_at(ctx, at, sizeof(*ip));
	__u64 walk;

	if (!ip || at + sizeof(*ip) > end || ip->version != 6)
		return 0;
	ipv6_address_read(&ip->saddr, &ret->local);
	ipv6_address_read(&ip->daddr, &ret->peer);
	walk = quote_extensions_walk(ctx, at + sizeof(*ip), end, ip->nexthdr);
	ret->protocol = WALK_PROTOCOL(walk);
	return WALK_REASON(walk) ? 0 : WALK_L4(walk);
}

/* An echo request of ours is known by its identifier. */
static __always_inline _Bool quote_echo_read(const struct packet *packet, __u32 at, struct tuple *ret)
{
	const struct icmp_echo *echo = packet_at(packet->ctx, at, QUOTE_ECHO_SIZE);

	if (!echo || at + QUOTE_ECHO_SIZE > packet->end || !icmp_is_echo_request(ret->family, echo->type))
		return 0;
	ret->ports = PORTS(0, bpf_ntohs(echo->identifier));
	return 1;
}

static __always_inline _Bool quote_ports_read(const struct packet *packet, __u32 at, struct tuple *ret)
{
	const struct ports *ports = packet_at(packet->ctx, at, sizeof(*ports));

	if (!ports || at + QUOTE_PORTS_SIZE > packet->end)
		return 0;
	ret->ports = PORTS(bpf_ntohs(ports->destination), bpf_ntohs(ports->source));
	return 1;
}

static __always_inline _Bool quote_read(const struct packet *packet, __u32 at, struct tuple *ret)
{
	__u32 l4;

	ret->family = packet->tuple.family;
	l4 = ret->family == 4 ? quote_ipv4_read(packet->ctx, at, packet->end, ret)
			      : quote_ipv6_read(packet->ctx, at, packet->end, ret);
	if (!l4)
		return 0;
	if (tuple_is_icmp(ret))
		return quote_echo_read(packet, l4, ret);
	return tuple_has_ports(ret) ? quote_ports_read(packet, l4, ret) : 1;
}

#endif
