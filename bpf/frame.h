/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Step 1: Ethernet (IEEE 802.3), up to two VLAN tags (802.1Q, 802.1ad), PPPoE (RFC 2516), and what is neither IPv4
 * nor IPv6.
 */
#ifndef UCGATE_BPF_FRAME_H
#define UCGATE_BPF_FRAME_H

#include <linux/if_ether.h>

#include "bpf/packet.h"

enum {
	ETHERTYPE_EAPOL = 0x888e,
	ARP_SIZE = 28,
	PPPOE_SIZE = 6,
	PPPOE_VERSION_TYPE = 0x11,
	PPP_IPV4 = 0x0021,
	PPP_IPV6 = 0x0057,
	PPP_CONTROL = 0x8000, /* and above: LCP, IPCP, authentication (RFC 1661) */
	VLAN_TAGS_MAX = 2,
};

/* As <linux/if_ether.h> has it, but not packed: clang would read the type byte by byte. */
struct ethernet {
	__u8 destination[ETH_ALEN];
	__u8 source[ETH_ALEN];
	__be16 ethertype;
};

struct vlan_tag {
	__be16 tci;
	__be16 ethertype;
};

struct pppoe_session {
	__u8 version_type;
	__u8 code;
	__be16 session;
	__be16 length; /* of the PPP protocol and what follows it */
	__be16 ppp;
};

/*
 * What the outer headers say, in one register: the function below is verified once, and its result is a number the
 * verifier knows nothing of, so the rest of the program is not verified again for every depth of tags.
 */
#define OUTER(reason, essential, ip, end) \
	((__u64)(reason) | (__u64)(essential) << 8 | (__u64)(ip) << 16 | (__u64)(end) << 32)
#define OUTER_REASON(outer)    ((outer)&0x7f)
#define OUTER_IS_IPV6(outer)   ((outer)&0x80)
#define OUTER_IPV6	       0x80
#define OUTER_ESSENTIAL(outer) ((outer) >> 8 & 0xff)
#define OUTER_IP(outer)	       ((outer) >> 16 & 0xffff)
#define OUTER_END(outer)       ((outer) >> 32)

static __always_inline __u64 outer_essential(enum essential essential, __u32 at, __u32 size, __u32 length)
{
	return at + size > length ? REASON_MALFORMED : OUTER(REASON_ESSENTIAL, essential, 0, 0);
}

static __always_inline __u64 pppoe_session_parse(packet_context *ctx, __u32 at, __u32 length)
{
	const struct pppoe_session *pppoe = packet_at(ctx, at, sizeof(*pppoe));
	__u32 end, ppp;

	if (!pppoe || pppoe->version_type != PPPOE_VERSION_TYPE || pppoe->code)
		return REASON_MALFORMED;
	end = at + PPPOE_SIZE + bpf_ntohs(pppoe->length);
	if (end < at + sizeof(*pppoe) || end > length)
		return REASON_MALFORMED;
	ppp = bpf_ntohs(pppoe->ppp);
	if (ppp == PPP_IPV4)
		return OUTER(0, 0, at + sizeof(*pppoe), end);
	if (ppp == PPP_IPV6)
		return OUTER(OUTER_IPV6, 0, at + sizeof(*pppoe), end);
	return ppp >= PPP_CONTROL ? OUTER(REASON_ESSENTIAL, ESSENTIAL_PPPOE, 0, 0) : REASON_ETHERTYPE;
}

static __always_inline __u64 ethertype_parse(packet_context *ctx, __u32 ethertype, __u32 at, __u32 length)
{
	switch (ethertype) {
	case ETH_P_IP:
		return OUTER(0, 0, at, length);
	case ETH_P_IPV6:
		return OUTER(OUTER_IPV6, 0, at, length);
	case ETH_P_PPP_SES:
		return pppoe_session_parse(ctx, at, length);
	case ETH_P_ARP:
		return outer_essential(ESSENTIAL_ARP, at, ARP_SIZE, length);
	case ETH_P_PPP_DISC:
		return outer_essential(ESSENTIAL_PPPOE, at, PPPOE_SIZE, length);
	case ETHERTYPE_EAPOL:
		return outer_essential(ESSENTIAL_EAPOL, at, 0, length);
	case ETH_P_LLDP:
		return outer_essential(ESSENTIAL_LLDP, at, 0, length);
	case ETH_P_8021Q:
	case ETH_P_8021AD:
		return REASON_VLAN_DEPTH;
	default:
		return REASON_ETHERTYPE;
	}
}

/* Everything but an untagged IP packet. */
__noinline __u64 frame_outer_parse(packet_context *ctx, __u32 length)
{
	const struct ethernet *ethernet = packet_at(ctx, 0, sizeof(*ethernet));
	__u32 at = sizeof(*ethernet), ethertype;

	if (!ethernet)
		return REASON_MALFORMED;
	ethertype = bpf_ntohs(ethernet->ethertype);
	for (int tags = 0; tags < VLAN_TAGS_MAX; tags++) {
		const struct vlan_tag *tag = packet_at(ctx, at, sizeof(*tag));

		if (ethertype != ETH_P_8021Q && ethertype != ETH_P_8021AD)
			break;
		if (!tag)
			return REASON_MALFORMED;
		ethertype = bpf_ntohs(tag->ethertype);
		at += sizeof(*tag);
	}
	return ethertype_parse(ctx, ethertype, at, length);
}

static __always_inline opinion frame_outer_check(struct packet *packet)
{
	__u64 outer;

	packet->length = frame_whole_length(packet->ctx);
	outer = frame_outer_parse(packet->ctx, packet->length);
	if (OUTER_REASON(outer) == REASON_ESSENTIAL)
		return essential_or(packet, OUTER_ESSENTIAL(outer), REASON_ETHERTYPE);
	packet->tuple.family = OUTER_IS_IPV6(outer) ? 6 : 4;
	packet->ip = OUTER_IP(outer);
	packet->end = OUTER_END(outer);
	return OUTER_REASON(outer);
}

static __always_inline opinion frame_check(struct packet *packet)
{
	const struct ethernet *ethernet = packet_at(packet->ctx, 0, sizeof(*ethernet));

	packet->ip = sizeof(*ethernet);
	packet->end = packet->length;
	if (ethernet && ethernet->ethertype == bpf_htons(ETH_P_IP)) {
		packet->tuple.family = 4;
		return REASON_NONE;
	}
	if (ethernet && ethernet->ethertype == bpf_htons(ETH_P_IPV6)) {
		packet->tuple.family = 6;
		return REASON_NONE;
	}
	return frame_outer_check(packet);
}

#endif
