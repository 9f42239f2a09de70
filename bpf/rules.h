/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* One set of rules for the whole way of a packet. */
#ifndef UCGATE_BPF_RULES_H
#define UCGATE_BPF_RULES_H

#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

#include "maps/rules.bpf.h"

/* Fetched once a packet, by its program's entry. NULL: there are none. */
static __always_inline const struct rules *rules_live(void)
{
	__u32 slot = RULES_LIVE, first = 0;
	void *live = bpf_map_lookup_elem(&rules, &slot);

	return live ? bpf_map_lookup_elem(live, &first) : NULL;
}

#endif
