/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * That the first fragment of a packet passed, and for what: its later fragments follow it for FRAGMENT_S seconds.
 * Keys are compared, never read: IPv4 addresses and identifications are as in the packet.
 */
#ifndef UCGATE_ABI_FRAGMENT_H
#define UCGATE_ABI_FRAGMENT_H

#include <linux/types.h>

#include "abi/rules.h"

enum { FRAGMENT_S = 30 };

/* key of `fragments_v4` */
struct fragment_key_v4 {
	__be32 source, destination;
	__be16 identification;
	__u8 protocol;
	__u8 outbound; /* 1: it left; each direction follows its own */
};

/* key of `fragments_v6` */
struct fragment_key_v6 {
	struct address_v6 source, destination;
	__be32 identification;
	__u8 protocol; /* the fragment header's next header */
	__u8 outbound;
	__u8 reserved[2];
};

/* value of both */
struct fragment_first {
	__u64 until_ns; /* CLOCK_MONOTONIC */
	__u16 number;	/* of the service's counter, or of the essential */
	__u8 concern;	/* enum concern of bpf/packet.h */
	__u8 exempt;	/* 1: it passed where bans and blocklists do not reach */
	__u8 reserved[4];
};

_Static_assert(sizeof(struct fragment_key_v4) == 12, "no padding: the key is hashed byte by byte");
_Static_assert(sizeof(struct fragment_key_v6) == 40, "no padding: the key is hashed byte by byte");
_Static_assert(sizeof(struct fragment_first) == 16, "layout");

#endif
