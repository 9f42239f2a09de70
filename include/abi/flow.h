/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A flow: that the inside sent something, so that the answer is welcome. Keys are the wire tuple as both hooks see it
 * (behind DNAT, in front of SNAT: the same on a NAT box). Addresses and ports are host order, IPv4 in a __u32. Only
 * bpf/egress.bpf.c inserts.
 */
#ifndef UCGATE_ABI_FLOW_H
#define UCGATE_ABI_FLOW_H

#include <linux/types.h>

#include "abi/rules.h"

/* key of `flows_v4_tcp` and `flows_v4_other` */
struct flow_key_v4 {
	__u32 local, peer;
	__u16 local_port; /* of an echo: its identifier; of other protocols without ports: 0 */
	__u16 peer_port;
	__u8 protocol;
	__u8 reserved[3];
};

/* key of `flows_v6_tcp` and `flows_v6_other` */
struct flow_key_v6 {
	struct address_v6 local, peer;
	__u16 local_port, peer_port;
	__u8 protocol;
	__u8 reserved[3];
};

/* index of `flow_stats` */
enum flow_table { FLOWS_V4_TCP, FLOWS_V4_OTHER, FLOWS_V6_TCP, FLOWS_V6_OTHER, FLOW_TABLES };

enum flow_state {
	FLOW_ANSWERED = 1, /* an inbound packet other than RST passed by it */
	FLOW_FIN_IN = 2,
	FLOW_FIN_OUT = 4,
	FLOW_CLOSING = 8, /* ends FLOW_CLOSING_S after its last packet */
};

enum {
	FLOW_OTHER = 0xff,  /* flow.service of what no service listed: `outbound: any`, echo */
	FLOW_REFRESH_S = 4, /* a younger flow is not written to */
	FLOW_CLOSING_S = 10,
	FLOW_TCP_S = 7440,
	FLOW_UDP_S = 300,
	FLOW_OTHER_S = 600,
};

/* value of all flow maps; generation and service say what of the rules it was last held against */
struct flow {
	__u64 last_ns; /* CLOCK_MONOTONIC */
	__u32 generation;
	__u16 counter; /* index of `service_stats` */
	__u8 service;  /* number in the rules of that generation, or FLOW_OTHER */
	__u8 state;    /* enum flow_state */
};

_Static_assert(sizeof(struct flow_key_v4) == 16, "no padding: the key is hashed byte by byte");
_Static_assert(sizeof(struct flow_key_v6) == 40, "no padding: the key is hashed byte by byte");
_Static_assert(sizeof(struct flow) == 16, "layout");

#endif
