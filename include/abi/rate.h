/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Rates by GCRA (ITU-T I.371): one time a source, the theoretical arrival of its next packet. A packet passes
 * while that time is at most burst - 1 intervals ahead of now.
 */
#ifndef UCGATE_ABI_RATE_H
#define UCGATE_ABI_RATE_H

#include <linux/types.h>

enum { RATE_ECHO = 0xffff }; /* source_key.counter of the echo limit; others: rules.counter[] */

enum { ECHO_PER_SECOND = 50, ECHO_BURST = 50 };

/* key of `sources` */
struct source_key {
	__u64 address; /* IPv4: the address; IPv6: the upper 64 bits; host order */
	__u16 counter;
	__u8 family; /* 4 or 6 */
	__u8 reserved[5];
};

/* value of `sources` */
struct source_rate {
	__u64 arrival_ns; /* CLOCK_MONOTONIC */
};

_Static_assert(sizeof(struct source_key) == 16, "no padding: the key is hashed byte by byte");

#endif
