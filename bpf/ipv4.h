/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Step 2 for IPv4 (RFC 791): the header, its options, where a fragment lies. */
#ifndef UCGATE_BPF_IPV4_H
#define UCGATE_BPF_IPV4_H

#include <linux/in.h>
#include <linux/ip.h>

#include "bpf/packet.h"

enum {
	IPV4_FIRST_BYTE = 0x45, /* version 4 and a header of 5 to 15 words */
	IPV4_FIRST_BYTE_MAX = 0x4f,
	IPV4_OPTIONS_MAX = 40,
	IPV4_OPTION_END = 0,
	IPV4_OPTION_NOP = 1,
	IPV4_OPTION_LSRR = 131,
	IPV4_OPTION_SSRR = 137,
	IPV4_MORE_FRAGMENTS = 0x2000,
	IPV4_FRAGMENT_OFFSET = 0x1fff,
};

/* Options are rare and their walk is long: verified once, called seldom. Returns enum reason. */
__noinline __u64 ipv4_options_check(packet_context *ctx, __u32 at, __u32 end)
{
	for (int bytes = 0; bytes < IPV4_OPTIONS_MAX && at < end; bytes++) {
		const __u8 *type = packet_at(ctx, at, 1), *length = packet_at(ctx, at + 1, 1);

		if (!type)
			return REASON_MALFORMED;
		if (*type == IPV4_OPTION_END)
			return REASON_NONE;
		if (*type == IPV4_OPTION_NOP) {
			at++;
			continue;
		}
		if (*type == IPV4_OPTION_LSRR || *type == IPV4_OPTION_SSRR)
			return REASON_SOURCE_ROUTE;
		if (at + 1 >= end || !length || *length < 2 || at + *length > end)
			return REASON_MALFORMED;
		at += *length;
	}
	return REASON_NONE;
}

static __always_inline void ipv4_fragment_note(struct packet *packet, const struct iphdr *ip)
{
	__u32 field = bpf_ntohs(ip->frag_off);

	packet->fragment = 0;
	packet->fragment_data = packet->l4;
	if (unlikely(field & (IPV4_MORE_FRAGMENTS | IPV4_FRAGMENT_OFFSET)))
		packet->fragment = (__u32)bpf_ntohs(ip->id) << FRAGMENT_IDENTIFICATION_SHIFT |
				   (field & IPV4_FRAGMENT_OFFSET) << 3 | (field & IPV4_MORE_FRAGMENTS) >> 13;
}

static __always_inline opinion ipv4_check(struct packet *packet)
{
	const struct iphdr *ip = packet_at(packet->ctx, packet->ip, sizeof(*ip));
	__u32 header, total;

	if (!ip || *(const __u8 *)ip < IPV4_FIRST_BYTE || *(const __u8 *)ip > IPV4_FIRST_BYTE_MAX)
		return seldom(REASON_MALFORMED);
	header = ip->ihl * 4;
	total = bpf_ntohs(ip->tot_len);
	if (total < header || !packet_holds(packet, packet->ip + total))
		return seldom(REASON_MALFORMED);
	packet->end = packet->ip + total;
	packet->l4 = packet->ip + header;
	packet->tuple.protocol = ip->protocol;
	packet->tuple.peer = (struct address_v6){.low = bpf_ntohl(ip->saddr)};
	packet->tuple.local = (struct address_v6){.low = bpf_ntohl(ip->daddr)};
	ipv4_fragment_note(packet, ip);
	if (likely(header == sizeof(*ip)))
		return REASON_NONE;
	return ipv4_options_check(packet->ctx, packet->ip + sizeof(*ip), packet->l4);
}

/* Step 3: addresses that nobody can have, RFC 1122 3.2.1.3: 0/8, 127/8, 224/4, 240/4. */
static __always_inline _Bool ipv4_source_is_bogon(__u32 source)
{
	return source >> 24 == 0 || source >> 24 == 127 || source >> 29 == 7;
}

#endif
