/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Step 2, of either family. */
#ifndef UCGATE_BPF_IP_H
#define UCGATE_BPF_IP_H

#include "bpf/ipv4.h"
#include "bpf/ipv6.h"

static __always_inline opinion ip_check(struct packet *packet)
{
	return packet->tuple.family == 4 ? ipv4_check(packet) : ipv6_check(packet);
}

#endif
