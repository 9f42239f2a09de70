/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * One packet as `ucgate-events` gets it: its verdict, and its bytes. At most EVENT_WINDOW_MAX of a reason in a window
 * of a CPU, and the next one says how many were left out, so that a flood costs next to nothing; none at all unless
 * somebody listens.
 */
#ifndef UCGATE_ABI_EVENT_H
#define UCGATE_ABI_EVENT_H

#include <linux/types.h>

enum {
	EVENT_BYTES_MAX = 1536,	      /* of a frame: an ordinary one is kept whole */
	EVENT_BYTES_OLD = 128,	      /* of an inbound frame where the kernel cannot copy it (before 5.18) */
	EVENT_RING_SIZE = 512 * 1024, /* of `events`, in bytes */
	EVENT_WINDOW_NS = 134217728,  /* 2^27 */
	EVENT_WINDOW_MAX = 100,
};

enum event_flag {
	EVENT_OUTBOUND = 1,
	EVENT_PASS = 2, /* it passed; a reason that drops with it: what would be, `mode: monitor` */
};

/* record of ring buffer `events` */
struct event {
	__u64 at_ns;	  /* CLOCK_MONOTONIC */
	__u64 suppressed; /* of its reason and CPU, left out since the last one */
	__u32 length;	  /* of the frame */
	__u32 captured;	  /* bytes[] that are valid */
	__u16 number;	  /* of concern: an index of `service_stats`, or enum essential */
	__u8 reason;	  /* enum reason */
	__u8 concern;	  /* enum concern */
	__u8 flags;	  /* enum event_flag */
	__u8 reserved[3];
	__u8 bytes[EVENT_BYTES_MAX];
};

/*
 * The only element of `event_control`, written by whoever listens. Times are CLOCK_MONOTONIC in ns, 0 or past: nobody
 * does. A listener renews them while it lives, so one that was killed stops costing when they have passed.
 */
struct event_control {
	__u64 drops_until_ns;
	__u64 passes_until_ns;
	__u32 pass_sample; /* one of so many passes, by chance; 0 as 1 */
	__u32 reserved;
};

/* value of `event_windows` (index: enum reason), one a CPU */
struct event_window {
	__u64 start_ns;
	__u64 suppressed;
	__u32 told;
	__u32 reserved;
};

_Static_assert(sizeof(struct event) == 32 + EVENT_BYTES_MAX, "layout");
_Static_assert(sizeof(struct event_control) == 24, "layout");
_Static_assert(sizeof(struct event_window) == 24, "layout");

#endif
