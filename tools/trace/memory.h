/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What a replica remembers of a packet's ends: its flow, a ban of its source. For words only; nothing is written.
 */
#ifndef UCGATE_TRACE_MEMORY_H
#define UCGATE_TRACE_MEMORY_H

#include <stdbool.h>
#include <stdint.h>

#include "abi/ban.h"
#include "abi/flow.h"

#include "rules/model.h"
#include "tools/packet/view.h"
#include "tools/replica/replica.h"

/* Both ends, seen from the box. Addresses in network order, ports in host order, 0 where there are none. */
struct ends {
	int family;
	uint8_t protocol;
	const uint8_t *local, *peer;
	bool ports;			/* they are known */
	uint16_t local_port, peer_port; /* of an echo: its identifier is the local port */
};

/* Of a packet with an IP header; frame: where the view comes from. */
struct ends ends_of(const struct packet_bytes *frame, const struct packet_view *view, bool outbound);

/* False: there is none, or it cannot be looked up. */
bool flow_find(const struct replica *replica, const struct ends *ends, struct flow *ret);

/* The longest ban in force that holds the address. */
bool ban_find(const struct replica *replica, int family, const uint8_t *address, struct prefix *ret_prefix,
	      struct ban *ret);

#endif
