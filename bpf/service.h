/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Steps 8 and 10: which service a packet belongs to, and why to none. A set of services is a mask, bit N is service
 * N in file order: the first match in file order is the lowest bit.
 */
#ifndef UCGATE_BPF_SERVICE_H
#define UCGATE_BPF_SERVICE_H

#include "bpf/address.h"
#include "bpf/l4.h"
#include "bpf/packet.h"

/* What a 64-bit de Bruijn sequence's top six bits say when it is shifted by 0 to 63: BPF has no such instruction. */
static const __u8 lowest_bit_of[64] = {
	0,  1,	48, 2,	57, 49, 28, 3,	61, 58, 50, 42, 38, 29, 17, 4,	62, 55, 59, 36, 53, 51,
	43, 22, 45, 39, 33, 30, 24, 18, 12, 5,	63, 47, 56, 27, 60, 41, 37, 16, 54, 35, 52, 21,
	44, 32, 23, 11, 46, 26, 40, 15, 34, 20, 31, 10, 25, 14, 19, 9,	13, 8,	7,  6,
};

/* The lowest one alone, 0 of none. */
static __always_inline __u64 services_lowest(__u64 services)
{
	return services & -services;
}

/* The number of one. */
static __always_inline __u32 service_number(__u64 service)
{
	return lowest_bit_of[service * 0x03f79d71b4cb0a89ull >> 58];
}

static __always_inline __u32 services_first(__u64 services)
{
	return service_number(services_lowest(services));
}

static __always_inline _Bool tuple_has_ports(const struct tuple *tuple)
{
	return tuple->protocol == IPPROTO_TCP || tuple->protocol == IPPROTO_UDP;
}

_Static_assert(PORTS_TCP == (IPPROTO_TCP & 1) && PORTS_UDP == (IPPROTO_UDP & 1), "told by their last bit");

/* Of TCP or UDP; the port is in the lower 16 bits. */
static __always_inline __u64 port_class_of(const struct rules *rules, __u32 protocol, __u64 port)
{
	/* Opaque, or clang drops the mask where it knows that a port has 16 bits: older verifiers do not. */
	asm volatile("" : "+r"(port));
	return rules->port_class[protocol & 1][port & 0xffff] & (PORT_CLASSES_MAX - 1);
}

static __always_inline const struct port_row *port_row_of(const struct rules *rules, __u32 protocol,
							  __u64 port)
{
	return &rules->port[port_class_of(rules, protocol, port)];
}

static __always_inline const struct protocol_row *protocol_row_of(const struct rules *rules, __u64 protocol)
{
	asm volatile("" : "+r"(protocol));
	return &rules->protocol[protocol & 0xff];
}

/* Services whose `peers` hold the peer. Those without `peers` always do, and nothing is looked up for them. */
static __always_inline __u64 peer_mask(const struct rules *rules, const struct tuple *tuple, __u64 services)
{
	__u64 restricted = rules->header.peer_restricted;

	if (!(services & restricted))
		return ~0ull;
	return ~restricted | address_row_near(rules, tuple->family, &tuple->peer)->peer;
}

/* The same for `local`. */
static __always_inline __u64 local_mask(const struct rules *rules, const struct tuple *tuple, __u64 services)
{
	__u64 restricted = rules->header.local_restricted;

	if (!(services & restricted))
		return ~0ull;
	return ~restricted | address_row_of(rules, tuple->family, &tuple->local)->local;
}

/* Services with which the inside may open a session between two ports, whatever the ends. */
static __always_inline __u64 services_of_session(const struct port_row *peer, const struct port_row *local)
{
	return (peer->client | peer->dynamic) & local->local;
}

/*
 * Looks both ends up, once, for all that is asked of them. The verifier follows every call of a search in every state
 * that can reach it, so there is one.
 */
static __always_inline void matches_narrow(const struct rules *rules, const struct tuple *tuple,
					   struct matches *matches)
{
	__u64 services = matches->listed | matches->sessions;
	__u64 ends = local_mask(rules, tuple, services);

	services = peer_mask(rules, tuple, services | matches->clients);
	ends &= services;
	matches->servers = matches->listed & ends;
	matches->sessions &= ends;
	matches->clients &= services;
}

/* What the rules say of a tuple's ports or protocol, whatever its ends. */
static __always_inline struct matches matches_of(const struct rules *rules, const struct tuple *tuple)
{
	const struct protocol_row *protocol;
	const struct port_row *peer, *local;

	if (!tuple_has_ports(tuple)) {
		protocol = protocol_row_of(rules, tuple->protocol);
		return (struct matches){
			.listed = protocol->server,
			.sessions = protocol->client,
			.possible = protocol->client,
		};
	}
	local = port_row_of(rules, tuple->protocol, tuple->ports);
	peer = port_row_of(rules, tuple->protocol, tuple_peer_port(tuple));
	return (struct matches){
		.listed = local->server,
		.sessions = services_of_session(peer, local),
		.possible = services_of_session(peer, local) | peer->client,
		.clients = peer->client,
	};
}

/* `state: none`: a reply is what comes from a listed port, and in TCP says it is one. */
static __always_inline _Bool packet_may_be_reply(const struct packet *packet)
{
	return packet->tuple.protocol != IPPROTO_TCP || packet->tcp_flags & (TCP_ACK | TCP_RST);
}

/* Step 10: nothing matched. */
static __always_inline opinion refusal_explain(const struct packet *packet)
{
	const struct protocol_row *protocol;

	if (packet->matches.listed)
		return service_opinion(REASON_PEER, packet->rules, services_first(packet->matches.listed));
	if (packet->matches.clients)
		return REASON_NO_FLOW;
	if (tuple_has_ports(&packet->tuple))
		return REASON_NOT_ALLOWED;
	protocol = protocol_row_of(packet->rules, packet->tuple.protocol);
	return (protocol->server | protocol->client) ? REASON_NOT_ALLOWED : REASON_PROTOCOL;
}

#endif
