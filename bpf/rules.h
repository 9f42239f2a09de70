/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* One set of rules for the whole way of a packet. */
#ifndef UCGATE_BPF_RULES_H
#define UCGATE_BPF_RULES_H

#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

#include "maps/rules.bpf.h"

#include "bpf/clock.h"
#include "bpf/packet.h"

static __always_inline const struct rules *rules_in_slot(__u32 slot)
{
	__u32 first = 0;
	void *inner = bpf_map_lookup_elem(&rules, &slot);

	return inner ? bpf_map_lookup_elem(inner, &first) : NULL;
}

/* What was not confirmed in time falls back to what it replaced, with nobody there to see to it. */
static __always_inline _Bool rules_expired(const struct rules *live)
{
	return unlikely(live->header.deadline_ns) && live->header.deadline_ns < clock_ns();
}

/* Fetched once a packet, by its program's entry. NULL: there are none. */
static __always_inline const struct rules *rules_in_force(void)
{
	const struct rules *live = rules_in_slot(RULES_LIVE);

	return live && rules_expired(live) ? rules_in_slot(RULES_PREVIOUS) : live;
}

#endif
