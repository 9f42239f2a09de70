/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Counters, one element a CPU; readers add them up. `bytes` are of the frame as XDP sees it, without FCS.
 * A pass counts once, in the stats of its service or essential. A drop counts once in reason_stats, and in the
 * stats of the service or essential concerned when it has one.
 */
#ifndef UCGATE_ABI_STATS_H
#define UCGATE_ABI_STATS_H

#include <linux/types.h>

struct traffic {
	__u64 packets;
	__u64 bytes;
};

/* value of `service_stats` (index: rules.counter[]) and `essential_stats` (index: enum essential) */
struct service_stats {
	struct traffic in_pass;
	struct traffic in_drop;
	struct traffic out_pass;
	struct traffic out_drop;
};

/* value of `reason_stats` (index: enum reason) */
struct reason_stats {
	struct traffic in_drop;
	struct traffic in_would_drop; /* passed, because of `mode: monitor` */
	struct traffic out_drop;
	struct traffic out_would_drop;
	struct traffic out_pass; /* of REASON_OUTBOUND: no service has it */
	__u64 reserved[6];
};

_Static_assert(sizeof(struct service_stats) == 64, "one cache line");
_Static_assert(sizeof(struct reason_stats) == 128, "two cache lines");

#endif
