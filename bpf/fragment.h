/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Step 4: fragments. A first one that brings its headers whole is judged like a whole packet; what a later one
 * carries is never read as a header (RFC 1858, RFC 7112).
 */
#ifndef UCGATE_BPF_FRAGMENT_H
#define UCGATE_BPF_FRAGMENT_H

#include "bpf/l4.h"
#include "bpf/packet.h"

enum { IP_SIZE_MAX = 65535, FRAGMENT_UNIT = 8 };

/* An IPv4 fragment that would overwrite the TCP flags of its first (RFC 3128). */
static __always_inline _Bool fragment_overwrites_tcp(const struct packet *packet)
{
	return packet->tuple.family == 4 && packet->tuple.protocol == IPPROTO_TCP &&
	       packet->fragment_offset == FRAGMENT_UNIT;
}

static __always_inline opinion fragment_check(const struct packet *packet)
{
	__u32 size;

	if (likely(packet->fragment == FRAGMENT_WHOLE))
		return REASON_NONE;
	size = packet->end - packet->fragment_data;
	if (packet->fragment_cut || fragment_overwrites_tcp(packet) ||
	    packet->fragment_offset + size > IP_SIZE_MAX || (packet->fragment_more && size % FRAGMENT_UNIT))
		return REASON_FRAGMENT_INVALID;
	return packet->fragment == FRAGMENT_LATER ? REASON_FRAGMENT_ORPHAN : REASON_NONE;
}

#endif
