/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Bans at run time: a hash of prefixes, and beside it which prefix lengths are worth a lookup. A hash, not a trie: of two
 * bans that hold an address the longer one may have expired, and a host is found in one step however many there are.
 * Numbers are host order.
 */
#ifndef UCGATE_ABI_BAN_H
#define UCGATE_ABI_BAN_H

#include <linux/types.h>

enum {
	BANS_MAX = 1 << 17,
	BAN_LENGTHS_MAX = 32, /* different prefix lengths among the bans of a family */
};

/* key of `bans`; bits behind the length are zero */
struct ban_key {
	__u64 high, low; /* IPv4: the address is the upper half of `high` */
	__u32 length;	 /* of the prefix, at least 1 */
	__u32 family;	 /* 4 or 6 */
};

/* value of `bans` */
struct ban {
	__u64 expires_ns; /* CLOCK_MONOTONIC; 0: never */
	__u64 added_s;	  /* CLOCK_REALTIME */
};

enum ban_family { BAN_V4, BAN_V6, BAN_FAMILIES };

/* value of `ban_lengths` (index: enum ban_family): a length that no ban has costs a lookup, nothing else */
struct ban_lengths {
	__u32 count;
	__u8 length[BAN_LENGTHS_MAX];
};

_Static_assert(sizeof(struct ban_key) == 24, "no padding: the key is hashed byte by byte");
_Static_assert(sizeof(struct ban) == 16, "layout");

#endif
