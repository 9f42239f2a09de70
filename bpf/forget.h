/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The verifier follows the rest of a program once for every state that reaches it, and by the many ways a header can
 * look the parsers leave many: 390,000 instructions on a new kernel, more than a million on 5.10. What goes through
 * the memory of a map is a number it knows nothing of, so behind packet_forget() there is one state a family.
 */
#ifndef UCGATE_BPF_FORGET_H
#define UCGATE_BPF_FORGET_H

#include "maps/scratch.bpf.h"

#include "bpf/packet.h"

/* Only what is one number here and another there: what is never known need not be forgotten. */
static __always_inline void packet_store(const struct packet *packet, struct scratch *scratch)
{
	scratch->ip = packet->ip;
	scratch->l4 = packet->l4;
	scratch->peer_port = packet->tuple.peer_port;
	scratch->local_port = packet->tuple.local_port;
	scratch->protocol = packet->tuple.protocol;
	scratch->tcp_flags = packet->tcp_flags;
	scratch->icmp_type = packet->icmp_type;
	scratch->fragment = packet->fragment;
	scratch->fragment_cut = packet->fragment_cut;
}

static __always_inline void packet_load(struct packet *packet, const struct scratch *scratch)
{
	packet->ip = scratch->ip;
	packet->l4 = scratch->l4;
	packet->tuple.peer_port = scratch->peer_port;
	packet->tuple.local_port = scratch->local_port;
	packet->tuple.protocol = scratch->protocol;
	packet->tcp_flags = scratch->tcp_flags;
	packet->icmp_type = scratch->icmp_type;
	packet->fragment = scratch->fragment;
	packet->fragment_cut = scratch->fragment_cut;
}

/* False: there is no memory to go through, which the kernel rules out for an array and the verifier does not know. */
static __always_inline _Bool packet_forget(struct packet *packet)
{
	__u32 first = 0;

	packet->scratch = bpf_map_lookup_elem(&scratch, &first);
	if (!packet->scratch)
		return 0;
	packet_store(packet, packet->scratch);
	asm volatile("" ::: "memory"); /* or clang keeps the numbers at hand */
	packet_load(packet, packet->scratch);
	return 1;
}

/* The same for what has been said of it. */
static __always_inline opinion opinion_forget(struct packet *packet, opinion said)
{
	packet->scratch->said = said;
	packet->scratch->family = packet->tuple.family;
	asm volatile("" ::: "memory");
	packet->tuple.family = packet->scratch->family;
	return packet->scratch->said;
}

#endif
