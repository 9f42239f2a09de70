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

static __always_inline void packet_store(const struct packet *packet, struct scratch *scratch)
{
	scratch->word[0] = packet->tuple.peer.low;
	scratch->word[1] = packet->tuple.local.low;
	scratch->word[2] = packet->tuple.peer_port | packet->tuple.local_port << 16;
	scratch->word[3] = packet->tuple.protocol | (__u64)packet->tcp_flags << 8 |
			   (__u64)packet->icmp_type << 16 | (__u64)packet->hop_limit << 24 |
			   (__u64)packet->ip << 32 | (__u64)packet->l4 << 48;
	scratch->word[4] = packet->end | packet->length << 32;
	scratch->word[5] = packet->fragment | (__u64)packet->fragment_more << 2 |
			   (__u64)packet->fragment_cut << 3 | (__u64)packet->fragment_data << 16 |
			   (__u64)packet->fragment_offset << 32;
	scratch->word[6] = packet->tuple.peer.high;
	scratch->word[7] = packet->tuple.local.high;
}

static __always_inline void packet_load(struct packet *packet, const struct scratch *scratch)
{
	__u64 l4 = scratch->word[3], fragment = scratch->word[5];

	packet->tuple.peer.low = scratch->word[0];
	packet->tuple.local.low = scratch->word[1];
	packet->tuple.peer_port = scratch->word[2] & 0xffff;
	packet->tuple.local_port = scratch->word[2] >> 16;
	packet->tuple.protocol = l4 & 0xff;
	packet->tcp_flags = l4 >> 8 & 0xff;
	packet->icmp_type = l4 >> 16 & 0xff;
	packet->hop_limit = l4 >> 24 & 0xff;
	packet->ip = l4 >> 32 & 0xffff;
	packet->l4 = l4 >> 48;
	packet->end = scratch->word[4];
	packet->length = scratch->word[4] >> 32;
	packet->fragment = fragment & 3;
	packet->fragment_more = fragment >> 2 & 1;
	packet->fragment_cut = fragment >> 3 & 1;
	packet->fragment_data = fragment >> 16 & 0xffff;
	packet->fragment_offset = fragment >> 32;
	if (packet->tuple.family == 6) {
		packet->tuple.peer.high = scratch->word[6];
		packet->tuple.local.high = scratch->word[7];
	}
}

static __always_inline struct scratch *scratch_of_cpu(void)
{
	__u32 first = 0;

	return bpf_map_lookup_elem(&scratch, &first);
}

/* False: there is no memory to go through, which the kernel rules out for an array and the verifier does not know. */
static __always_inline _Bool packet_forget(struct packet *packet)
{
	struct scratch *memory = scratch_of_cpu();

	if (!memory)
		return 0;
	packet_store(packet, memory);
	asm volatile("" ::: "memory"); /* or clang keeps the numbers at hand */
	packet_load(packet, memory);
	return 1;
}

/* The same for what has been said of a packet, and for whom it is from. */
static __always_inline opinion opinion_forget(struct packet *packet, opinion said)
{
	struct scratch *memory = scratch_of_cpu();

	if (!memory)
		return REASON_NOT_ALLOWED;
	memory->word[8] = said | (__u64)packet->tuple.family << 32;
	asm volatile("" ::: "memory");
	packet->tuple.peer.low = memory->word[0];
	packet->tuple.peer.high = memory->word[6];
	packet->tuple.family = memory->word[8] >> 32;
	return memory->word[8];
}

#endif
