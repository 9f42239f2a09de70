/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The verifier follows the rest of a program once for every state that reaches it, and by the many ways a header can
 * look the parsers leave many: more than a million instructions on 5.10. A number to which another is added that it
 * knows nothing of may be any, so behind packet_forget() there is one state a family. The other number is 0: it comes
 * from the rules.
 */
#ifndef UCGATE_BPF_FORGET_H
#define UCGATE_BPF_FORGET_H

#include "bpf/packet.h"

/* In assembly, or clang adds where it is used, or not at all. */
static __always_inline __u32 number_forget(__u32 number, __u32 zero)
{
	asm volatile("%0 += %1" : "+w"(number) : "w"(zero));
	return number;
}

/* Only what is one number here and another there: what is never known need not be forgotten. */
static __always_inline void packet_forget(struct packet *packet)
{
	__u32 zero = packet->rules->header.zero;

	packet->l4 = number_forget(packet->l4, zero);
	packet->tuple.ports = number_forget(packet->tuple.ports, zero);
	packet->tuple.protocol = number_forget(packet->tuple.protocol, zero);
	packet->tcp_flags = number_forget(packet->tcp_flags, zero);
	packet->fragment = number_forget(packet->fragment, zero);
}

#endif
