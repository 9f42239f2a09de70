/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Step 2 for IPv6 (RFC 8200): the header, the walk over extension headers, where a fragment lies. */
#ifndef UCGATE_BPF_IPV6_H
#define UCGATE_BPF_IPV6_H

#include <linux/in.h>
#include <linux/in6.h>
#include <linux/ipv6.h>

#include "bpf/packet.h"

enum {
	IPV6_EXTENSIONS_MAX = 6,
};

/* The first eight bytes of any extension header. */
struct ipv6_extension {
	__u8 next;
	__u8 length;	       /* in units that depend on the header */
	__be16 fragment;       /* fragment header: offset and flags */
	__be32 identification; /* fragment header */
};

/* What the walk found, in one register (see OUTER in bpf/frame.h for why). The fragment is an offset and a flag. */
#define WALK(reason, protocol, l4, fragment, data)                                                \
	((__u64)(reason) | (__u64)(protocol) << 8 | (__u64)(l4) << 16 | (__u64)(fragment) << 32 | \
	 (__u64)(data) << 48)
#define WALK_REASON(walk)   ((walk)&0xff)
#define WALK_PROTOCOL(walk) ((walk) >> 8 & 0xff)
#define WALK_L4(walk)	    ((walk) >> 16 & 0xffff)
#define WALK_FRAGMENT(walk) ((walk) >> 32 & 0xffff)
#define WALK_DATA(walk)	    ((walk) >> 48)

static __always_inline _Bool ipv6_is_extension(__u8 protocol)
{
	return protocol == IPPROTO_HOPOPTS || protocol == IPPROTO_DSTOPTS || protocol == IPPROTO_ROUTING ||
	       protocol == IPPROTO_FRAGMENT || protocol == IPPROTO_AH;
}

static __always_inline __u32 ipv6_extension_size(__u8 protocol, __u8 length)
{
	if (protocol == IPPROTO_FRAGMENT)
		return 8;
	return protocol == IPPROTO_AH ? (length + 2) * 4 : (length + 1) * 8;
}

/* RFC 5095. The type is the third byte. */
static __always_inline _Bool ipv6_is_source_route(__u8 protocol, const struct ipv6_extension *header)
{
	return protocol == IPPROTO_ROUTING && !(bpf_ntohs(header->fragment) >> 8);
}

/*
 * Walks the extension headers at `at`. REASON_FRAGMENT_INVALID: a first fragment that ends inside one, which step 4
 * has to say after step 3.
 */
__noinline __u64 ipv6_extensions_walk(packet_context *ctx, __u32 at, __u32 end, __u32 next)
{
	__u32 fragment = 0, data = 0, size;
	__u8 protocol = next;

	/* Unrolled: up to 6.1 the verifier refuses a loop whose end falls through to its head. */
#pragma unroll
	for (int headers = 0; headers <= IPV6_EXTENSIONS_MAX; headers++) {
		const struct ipv6_extension *header = packet_at(ctx, at, sizeof(*header));
		_Bool first = data && (fragment & FRAGMENT_MORE);
		enum reason cut = first ? REASON_FRAGMENT_INVALID : REASON_MALFORMED;

		if (!ipv6_is_extension(protocol))
			return WALK(protocol == IPPROTO_NONE ? REASON_PROTOCOL : REASON_NONE, protocol, at,
				    fragment, data);
		if (headers == IPV6_EXTENSIONS_MAX || (protocol == IPPROTO_HOPOPTS && headers) ||
		    (protocol == IPPROTO_FRAGMENT && data))
			return WALK(REASON_MALFORMED, 0, 0, 0, 0);
		if (!header || at + sizeof(*header) > end)
			return WALK(cut, protocol, at, fragment, data);
		size = ipv6_extension_size(protocol, header->length);
		if (first && at + size > end)
			return WALK(cut, protocol, at, fragment, data);
		if (ipv6_is_source_route(protocol, header))
			return WALK(REASON_SOURCE_ROUTE, 0, 0, 0, 0);
		if (at + size > end)
			return WALK(cut, protocol, at, fragment, data);
		at += size;
		if (protocol == IPPROTO_FRAGMENT) {
			fragment = bpf_ntohs(header->fragment) & (FRAGMENT_OFFSET | FRAGMENT_MORE);
			data = at;
		}
		protocol = header->next;
		if (fragment & FRAGMENT_OFFSET) /* what follows is no header */
			return WALK(REASON_NONE, protocol, at, fragment, data);
	}
	return WALK(REASON_MALFORMED, 0, 0, 0, 0);
}

static __always_inline opinion ipv6_extensions_check(struct packet *packet)
{
	__u64 walk = ipv6_extensions_walk(packet->ctx, packet->l4, packet->end, packet->tuple.protocol);

	packet->tuple.protocol = WALK_PROTOCOL(walk);
	packet->l4 = WALK_L4(walk);
	packet->fragment = WALK_FRAGMENT(walk); /* an atomic one (RFC 6946) is a whole packet */
	packet->fragment_data = WALK_DATA(walk);
	if (WALK_REASON(walk) != REASON_FRAGMENT_INVALID)
		return WALK_REASON(walk);
	packet->fragment |= FRAGMENT_CUT;
	return REASON_NONE;
}

static __always_inline void ipv6_address_read(const struct in6_addr *from, struct address_v6 *ret)
{
	const __be64 *words = (const void *)from;

	ret->high = bpf_be64_to_cpu(words[0]);
	ret->low = bpf_be64_to_cpu(words[1]);
}

static __always_inline opinion ipv6_check(struct packet *packet)
{
	const struct ipv6hdr *ip = packet_at(packet->ctx, packet->ip, sizeof(*ip));
	__u32 payload;

	if (!ip || ip->version != 6)
		return seldom(REASON_MALFORMED);
	payload = bpf_ntohs(ip->payload_len);
	packet->l4 = packet->ip + sizeof(*ip);
	if (!packet_holds(packet, packet->l4 + payload))
		return seldom(REASON_MALFORMED);
	packet->end = packet->l4 + payload;
	packet->tuple.protocol = ip->nexthdr;
	packet->hop_limit = ip->hop_limit;
	ipv6_address_read(&ip->saddr, &packet->tuple.peer);
	ipv6_address_read(&ip->daddr, &packet->tuple.local);
	if (likely(ip->nexthdr == IPPROTO_TCP || ip->nexthdr == IPPROTO_UDP || ip->nexthdr == IPPROTO_ICMPV6))
		return REASON_NONE;
	return ipv6_extensions_check(packet);
}

/* Step 3: ::, ::1, ff00::/8 and v4-mapped ::ffff:0:0/96 (RFC 4291). */
static __always_inline _Bool ipv6_source_is_bogon(const struct address_v6 *source)
{
	return source->high >> 56 == 0xff ||
	       (!source->high && (source->low <= 1 || source->low >> 32 == 0xffff));
}

#endif
