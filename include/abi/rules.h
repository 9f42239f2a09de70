/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A compiled rule set: one immutable value, the only element of a frozen array map behind the outer map `rules`.
 * A packet fetches it once, so it can never see half of a reload. Written by loader/rules/compile.c and stamped
 * (generation, counters, times, file) by loader/apply; read by bpf/ and by every tool. Numbers are host order.
 *
 * Classification without a loop over rules: a port's class selects a row of bit masks, bit N is service N in file
 * order; an address selects masks of the services whose `peers` or `local` hold it; the lowest bit left is the
 * first match in file order.
 */
#ifndef UCGATE_ABI_RULES_H
#define UCGATE_ABI_RULES_H

#include <linux/types.h>

#include "abi/address.h"
#include "abi/blocklist.h"
#include "abi/limits.h"

enum { RULES_LAYOUT = 3 }; /* changes with every change of a structure below */

/* slots of the outer map `rules` */
enum rules_slot { RULES_LIVE, RULES_PREVIOUS, RULES_SLOTS };

enum rules_mode { MODE_ENFORCE, MODE_MONITOR, MODE_OPEN /* panic: everything passes, nothing is counted */ };

enum rules_state { STATE_TRACKED, STATE_NONE };

enum rules_outbound { OUTBOUND_LISTED, OUTBOUND_ANY, OUTBOUND_ENFORCE };

enum rules_fragments { FRAGMENTS_STRICT, FRAGMENTS_LENIENT };

enum direction { DIRECTION_BOTH, DIRECTION_IN, DIRECTION_OUT };

enum service_flag {
	SERVICE_DYNAMIC = 1,
	SERVICE_CRITICAL = 2,
	SERVICE_LOCAL_PORTS = 4, /* has `local_ports` */
};

/* Tables of ports by protocol. */
enum port_protocol { PORTS_TCP, PORTS_UDP, PORTS_COUNT };

/* Which services a port belongs to. */
struct port_row {
	__u64 server; /* as a port at this end: direction in or both, not dynamic (with STATE_NONE dynamic too) */
	__u64 client;  /* as a port at the peer: direction out or both, not dynamic */
	__u64 dynamic; /* as a port at the peer of a dynamic service */
	__u64 local;   /* as the local port of a session opened out: in its `local_ports`, else, for a dynamic
			  service with STATE_TRACKED, in its list, else any port */
};

/* Services that list an IP protocol without ports. */
struct protocol_row {
	__u64 server;
	__u64 client;
};

enum address_flag { ADDRESS_NEVER_BLOCK = 1 };

/* What holds from one range start up to the next. */
struct address_row {
	__u64 peer;  /* services whose `peers` hold the range */
	__u64 local; /* services whose `local` holds the range */
	__u64 flags; /* enum address_flag */
};

/*
 * start[] ascends and start[0] is 0; unused entries repeat the highest address and the last row. hint[] says of the upper
 * 16 bits of an address where to search: ADDRESS_HINT(range of the first address that has them, digits to base 4 of what to add).
 */
struct address_ranges_v4 {
	__u16 hint[65536];
	__u32 start[ADDRESS_RANGES_MAX];
	struct address_row row[ADDRESS_RANGES_MAX];
};

#define ADDRESS_HINT(first, digits) ((__u16)((first) | (digits) << 12))
#define ADDRESS_HINT_FIRST(hint)    ((hint)&0xfff)
#define ADDRESS_HINT_DIGITS(hint)   ((hint) >> 12)

struct address_ranges_v6 {
	__u16 hint[65536];
	struct address_v6 start[ADDRESS_RANGES_MAX];
	struct address_row row[ADDRESS_RANGES_MAX];
};

/* packets a period, and how many at once; packets 0: no limit. interval is what one packet costs. */
struct rules_rate {
	__u32 packets;
	__u32 period_s; /* 1 or 60 */
	__u32 burst;
	__u32 reserved;
	__u64 interval_ns;
};

struct rules_service {
	char name[SERVICE_NAME_SIZE];
	__u8 direction; /* enum direction */
	__u8 flags;	/* enum service_flag */
	__u16 reserved;
	__u32 timeout_s; /* 0: the default of the protocol */
	struct rules_rate per_source;
	struct rules_rate total;
};

struct rules_header {
	__u32 layout; /* RULES_LAYOUT */
	__u32 generation;
	__u64 deadline_ns;	/* CLOCK_MONOTONIC after which RULES_PREVIOUS is in force; 0: confirmed */
	__u64 peer_restricted;	/* services with `peers` */
	__u64 local_restricted; /* services with `local` */
	__u64 limited;		/* services with `limit` */
	__u16 essentials;	/* bit N: enum essential N is let in */
	__u8 mode;		/* enum rules_mode */
	__u8 state;		/* enum rules_state */
	__u8 outbound;		/* enum rules_outbound */
	__u8 fragments;		/* enum rules_fragments */
	__u16 services;		/* how many of service[] are used */
	__u8 v4_depth;		/* 1 << depth entries of v4.start[] hold every start: steps of a search */
	__u8 v6_depth;
	__u8 reserved[6];
	__u64 applied_at_ns; /* CLOCK_REALTIME of the commit */
	struct rules_blocklists blocklists;
	__u8 hash[32]; /* SHA-256 of the rules, see rules/hash.h */
};

struct rules {
	struct rules_header header;
	__u16 counter[SERVICES_MAX]; /* service -> index of `service_stats`, stable for its name */
	struct protocol_row protocol[256];
	__u64 blocklist_gate[65536 / 64]; /* bit N: a blocklist touches the IPv4 addresses N.N.0.0/16 */
	__u16 port_class[PORTS_COUNT][65536];
	struct port_row port[PORT_CLASSES_MAX];
	/* the service that admits as server whatever the ends: of server[] the first, without `peers`, `local` and
	   `limit`; SERVICES_MAX: none */
	__u8 port_open[PORT_CLASSES_MAX];
	struct address_ranges_v4 v4;
	struct address_ranges_v6 v6;
	struct rules_service service[SERVICES_MAX];
	char file[RULES_FILE_SIZE]; /* absolute path of the rule file, links not followed */
};

_Static_assert(sizeof(struct port_row) == 32, "two rows share a cache line, none straddles one");
_Static_assert(sizeof(struct address_row) == 24, "layout");
_Static_assert(sizeof(struct rules_rate) == 24, "layout");
_Static_assert(sizeof(struct rules_service) == 88, "layout");
_Static_assert(sizeof(struct rules_header) == 160, "layout");
_Static_assert(sizeof(struct rules) % 8 == 0, "array elements are rounded up to 8 bytes");

#endif
