/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Step 2 behind IP: TCP (RFC 9293), UDP (RFC 768), ICMP; and step 6, the TCP flags. */
#ifndef UCGATE_BPF_L4_H
#define UCGATE_BPF_L4_H

#include <linux/in.h>
#include <linux/in6.h>
#include <linux/tcp.h>
#include <linux/udp.h>

#include "bpf/packet.h"

enum {
	TCP_FIN = 0x01,
	TCP_SYN = 0x02,
	TCP_RST = 0x04,
	TCP_PSH = 0x08,
	TCP_ACK = 0x10,
	TCP_URG = 0x20,
	TCP_FLAGS_OFFSET = 13,
	ICMP_TYPE_NONE = 256,
};

/* What every ICMP and ICMPv6 message begins with. */
struct icmp_header {
	__u8 type;
	__u8 code;
	__be16 checksum;
	__be32 rest;
};

static __always_inline _Bool tuple_is_icmp(const struct tuple *tuple)
{
	return tuple->protocol == (tuple->family == 4 ? IPPROTO_ICMP : IPPROTO_ICMPV6);
}

/* A header that is not whole: malformed, but for a first fragment, of which step 4 speaks. */
static __always_inline opinion l4_cut(struct packet *packet)
{
	if (!packet->fragment)
		return seldom(REASON_MALFORMED);
	packet->fragment |= FRAGMENT_CUT;
	return REASON_NONE;
}

static __always_inline opinion tcp_check(struct packet *packet, __u32 room)
{
	const struct tcphdr *tcp = packet_at(packet->ctx, packet->l4, sizeof(*tcp));

	if (!tcp || room < sizeof(*tcp))
		return l4_cut(packet);
	if (tcp->doff < 5)
		return seldom(REASON_MALFORMED);
	packet->tuple.ports = bpf_ntohl(*(const __be32 *)tcp);
	packet->tcp_flags = ((const __u8 *)tcp)[TCP_FLAGS_OFFSET];
	return tcp->doff * 4 > room ? l4_cut(packet) : REASON_NONE;
}

static __always_inline opinion udp_check(struct packet *packet, __u32 room)
{
	const struct udphdr *udp = packet_at(packet->ctx, packet->l4, sizeof(*udp));
	__u32 length;

	if (!udp || room < sizeof(*udp))
		return l4_cut(packet);
	length = bpf_ntohs(udp->len);
	if (length < sizeof(*udp) || (!packet->fragment && length > room))
		return seldom(REASON_MALFORMED);
	packet->tuple.ports = bpf_ntohl(*(const __be32 *)udp);
	return REASON_NONE;
}

static __always_inline opinion icmp_header_check(struct packet *packet, __u32 room)
{
	const struct icmp_header *icmp = packet_at(packet->ctx, packet->l4, sizeof(*icmp));

	if (!icmp || room < sizeof(*icmp))
		return l4_cut(packet);
	return REASON_NONE;
}

/* Of a whole header, which l4_check() has seen. */
static __always_inline __u32 icmp_type_of(const struct packet *packet)
{
	const struct icmp_header *icmp = packet_at(packet->ctx, packet->l4, sizeof(*icmp));

	return icmp ? icmp->type : ICMP_TYPE_NONE;
}

static __always_inline opinion l4_check(struct packet *packet)
{
	__u32 room = packet->end - packet->l4;

	if (unlikely(packet->fragment & (FRAGMENT_OFFSET | FRAGMENT_CUT)))
		return REASON_NONE;
	if (packet->tuple.protocol == IPPROTO_UDP)
		return udp_check(packet, room);
	if (packet->tuple.protocol == IPPROTO_TCP)
		return tcp_check(packet, room);
	return tuple_is_icmp(&packet->tuple) ? icmp_header_check(packet, room) : REASON_NONE;
}

static __always_inline _Bool tcp_flags_are_impossible(__u8 flags)
{
	return !(flags & (TCP_FIN | TCP_SYN | TCP_RST | TCP_PSH | TCP_ACK | TCP_URG)) ||
	       (flags & TCP_SYN && flags & (TCP_FIN | TCP_RST)) || ((flags & (TCP_FIN | TCP_ACK)) == TCP_FIN);
}

static __always_inline opinion tcp_flags_check(const struct packet *packet)
{
	if (packet->tuple.protocol != IPPROTO_TCP || !tcp_flags_are_impossible(packet->tcp_flags))
		return REASON_NONE;
	return seldom(REASON_TCP_FLAGS);
}

#endif
