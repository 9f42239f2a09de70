/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the program said of the last packet, for whoever runs an instance of its own (trace, replay, tests): the only
 * element of `judgement`, which a process maps into its memory. The filter on an interface never writes it.
 */
#ifndef UCGATE_ABI_JUDGEMENT_H
#define UCGATE_ABI_JUDGEMENT_H

#include <linux/types.h>

/* What a packet is counted for besides its reason. */
enum concern {
	CONCERN_NONE,
	CONCERN_SERVICE,
	CONCERN_ESSENTIAL,
	CONCERN_EXEMPT, /* none, and `outbound: enforce` does not drop it */
};

struct judgement {
	__u16 number; /* of concern: an index of `service_stats`, or enum essential */
	__u8 reason;  /* enum reason; 0: nothing was said, the rules let everything pass */
	__u8 concern; /* enum concern */
	__u32 count;  /* of judgements, so that one more is seen */
};

_Static_assert(sizeof(struct judgement) == 8, "layout");

#endif
