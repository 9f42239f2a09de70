/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Step 7: answers of DHCP (RFC 2131) and DHCPv6 (RFC 8415) servers and relays to the box as a client. */
#ifndef UCGATE_BPF_DHCP_H
#define UCGATE_BPF_DHCP_H

#include <linux/in.h>

#include "bpf/packet.h"

enum { DHCP_SERVER = 67, DHCP_CLIENT = 68, DHCPV6_CLIENT = 546, DHCPV6_SERVER = 547 };

static __always_inline _Bool tuple_is_dhcp_answer(const struct tuple *tuple)
{
	if (tuple->family == 4)
		return tuple->ports == PORTS(DHCP_SERVER, DHCP_CLIENT);
	return tuple->ports == PORTS(DHCPV6_SERVER, DHCPV6_CLIENT) && address_is_link_local(&tuple->peer);
}

static __always_inline opinion dhcp_check(struct packet *packet)
{
	if (packet->tuple.protocol != IPPROTO_UDP || likely(!tuple_is_dhcp_answer(&packet->tuple)))
		return REASON_NONE;
	return essential_or(packet, ESSENTIAL_DHCP, REASON_NONE);
}

#endif
