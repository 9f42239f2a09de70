/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Compiled blocklists: the union of all of them as one array of 64-byte lines, behind a slot of map `blocklists`.
 * Written by loader/rules/blocklist_table.c, read by bpf/blocklist.h; where the parts begin says rules.header.blocklists.
 *
 *	gate    from line 0: one bit for each of 1 << v4_gate_bits parts of the IPv4 addresses: no range touches it, or some
 *	index   for each upper half of an address its boundaries
 *	v4      boundaries of the lower halves, ascending; each upper half begins a line
 *	v6      boundaries, ascending
 *	names   what `ucgate list` wants to know of the lists (loader/rules/blocklist_names.c); no program reads it
 *
 * Before the gate stands rules.blocklist_gate, which a packet has at hand: the same for the 65536 upper halves. The gate is
 * left out when it could say no more.
 *
 * A boundary is where a range begins or the first address behind one, in turns: an address with an odd number of
 * boundaries at or below it is listed. The end of an upper half, and the end of all addresses, are no boundaries: a range
 * that crosses into the next upper half begins there again. Behind the last boundary a line is filled with ones.
 * Numbers are host order.
 */
#ifndef UCGATE_ABI_BLOCKLIST_H
#define UCGATE_ABI_BLOCKLIST_H

#include <linux/types.h>

#include "abi/address.h"

enum {
	BLOCKLIST_SLOTS = 3, /* the live rules', the previous rules', and one to fill */
	BLOCKLIST_LINE_SIZE = 64,
	BLOCKLIST_GATE_BITS_MIN = 16,
	BLOCKLIST_GATE_BITS = 512,    /* of a line */
	BLOCKLIST_INDEX_ENTRIES = 8,  /* of a line */
	BLOCKLIST_V4_BOUNDARIES = 32, /* of a line */
	BLOCKLIST_V6_BOUNDARIES = 4,  /* of a line */
	BLOCKLIST_INDEX_LINES = 65536 / BLOCKLIST_INDEX_ENTRIES,
};

struct blocklist_index {
	__u32 first;	  /* line of the first boundary */
	__u32 boundaries; /* 65536 at most */
};

struct blocklist_line {
	union {
		__u64 gate[8];
		struct blocklist_index index[BLOCKLIST_INDEX_ENTRIES];
		__u16 v4[BLOCKLIST_V4_BOUNDARIES];
		struct address_v6 v6[BLOCKLIST_V6_BOUNDARIES];
		char names[BLOCKLIST_LINE_SIZE];
	};
};

/* Where the parts lie, in lines; all zero without a blocklist. */
struct rules_blocklists {
	__u8 slot;	   /* of map `blocklists`; stamped by loader/apply */
	__u8 v4_gate_bits; /* 16: no lines; 0: no list holds an IPv4 address */
	__u16 lists;
	__u32 v4_index;
	__u32 v6_first;
	__u32 v6_boundaries; /* 0: no list holds an IPv6 address */
	__u32 names_first;
	__u32 names_size; /* bytes */
	__u32 lines;	  /* of all parts */
	__u32 names_sum;  /* of their bytes: whether the slot of other rules will do */
	__u8 digest[32];  /* SHA-256 over the lists' names and addresses */
};

_Static_assert(sizeof(struct blocklist_line) == BLOCKLIST_LINE_SIZE, "one cache line");
_Static_assert(sizeof(struct rules_blocklists) == 64, "layout");

#endif
