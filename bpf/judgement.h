/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Leaves what was said of a packet to whoever runs the program by hand. */
#ifndef UCGATE_BPF_JUDGEMENT_H
#define UCGATE_BPF_JUDGEMENT_H

#include "maps/judgement.bpf.h"

#include "bpf/packet.h"

const volatile _Bool judgement_told;

static __always_inline void judgement_tell(opinion said)
{
	__u32 first = 0;
	struct judgement *last;

	if (!judgement_told)
		return;
	last = bpf_map_lookup_elem(&judgement, &first);
	if (!last)
		return;
	last->number = OPINION_NUMBER(said);
	last->reason = OPINION_REASON(said);
	last->concern = OPINION_CONCERN(said);
	last->count++;
}

#endif
