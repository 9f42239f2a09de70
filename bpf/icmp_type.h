/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* ICMP types by kind: RFC 792, RFC 4443, ND RFC 4861, MLD RFC 2710 and 3810. */
#ifndef UCGATE_BPF_ICMP_TYPE_H
#define UCGATE_BPF_ICMP_TYPE_H

#include <linux/types.h>

enum {
	ICMPV4_ECHO_REPLY = 0,
	ICMPV4_UNREACHABLE = 3,
	ICMPV4_ECHO_REQUEST = 8,
	ICMPV4_TIME_EXCEEDED = 11,
	ICMPV4_PARAMETER_PROBLEM = 12,
	ICMPV6_ERROR_FIRST = 1,
	ICMPV6_ERROR_LAST = 4,
	ICMPV6_PING_REQUEST = 128,
	ICMPV6_PING_REPLY = 129,
	ICMPV6_LISTENER_QUERY = 130,
	ICMPV6_LISTENER_DONE = 132,
	ICMPV6_ROUTER_SOLICITATION = 133,
	ICMPV6_ROUTER_ADVERTISEMENT = 134,
	ICMPV6_NEIGHBOUR_ADVERTISEMENT = 136,
	ICMPV6_LISTENER_REPORT_V2 = 143,
};

/* RFC 792, RFC 4443 4.1. */
struct icmp_echo {
	__u8 type;
	__u8 code;
	__be16 checksum;
	__be16 identifier;
	__be16 sequence;
};

static __always_inline _Bool icmpv6_is_nd(__u8 type)
{
	return type >= ICMPV6_ROUTER_SOLICITATION && type <= ICMPV6_NEIGHBOUR_ADVERTISEMENT;
}

static __always_inline _Bool icmpv6_is_mld(__u8 type)
{
	return (type >= ICMPV6_LISTENER_QUERY && type <= ICMPV6_LISTENER_DONE) ||
	       type == ICMPV6_LISTENER_REPORT_V2;
}

static __always_inline _Bool icmp_is_error(__u8 family, __u8 type)
{
	if (family == 6)
		return type >= ICMPV6_ERROR_FIRST && type <= ICMPV6_ERROR_LAST;
	return type == ICMPV4_UNREACHABLE || type == ICMPV4_TIME_EXCEEDED || type == ICMPV4_PARAMETER_PROBLEM;
}

static __always_inline _Bool icmp_is_echo_request(__u8 family, __u8 type)
{
	return type == (family == 4 ? ICMPV4_ECHO_REQUEST : ICMPV6_PING_REQUEST);
}

static __always_inline _Bool icmp_is_echo_reply(__u8 family, __u8 type)
{
	return type == (family == 4 ? ICMPV4_ECHO_REPLY : ICMPV6_PING_REPLY);
}

#endif
