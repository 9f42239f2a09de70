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

static __always_inline __u16 services_first(__u64 services)
{
	return lowest_bit_of[(services & -services) * 0x03f79d71b4cb0a89ull >> 58];
}

static __always_inline _Bool tuple_has_ports(const struct tuple *tuple)
{
	return tuple->protocol == IPPROTO_TCP || tuple->protocol == IPPROTO_UDP;
}

static __always_inline const struct port_row *port_row_of(const struct rules *rules, __u8 protocol,
							  __u64 port)
{
	const __u16 *class = rules->port_class[protocol == IPPROTO_UDP ? PORTS_UDP : PORTS_TCP];

	/* Opaque, or clang drops the mask: it knows that a port has 16 bits, older verifiers do not. */
	asm volatile("" : "+r"(port));
	return &rules->port[class[port & 0xffff] & (PORT_CLASSES_MAX - 1)];
}

static __always_inline const struct protocol_row *protocol_row_of(const struct rules *rules, __u64 protocol)
{
	asm volatile("" : "+r"(protocol));
	return &rules->protocol[protocol & 0xff];
}

/* Those that serve the local end of a tuple, whoever the peer is. */
static __always_inline __u64 services_of_server(const struct rules *rules, const struct tuple *tuple)
{
	if (!tuple_has_ports(tuple))
		return protocol_row_of(rules, tuple->protocol)->server;
	return port_row_of(rules, tuple->protocol, tuple->local_port)->server;
}

/* Those that have sessions with the peer's end, whoever the peer is; dynamic ones do not count. */
static __always_inline __u64 services_of_client(const struct rules *rules, const struct tuple *tuple)
{
	return tuple_has_ports(tuple) ? port_row_of(rules, tuple->protocol, tuple->peer_port)->client : 0;
}

/* Services whose `peers` hold the peer. Those without `peers` always do, and nothing is looked up for them. */
static __always_inline __u64 peer_mask(const struct rules *rules, const struct tuple *tuple, __u64 services)
{
	__u64 restricted = rules->header.peer_restricted;

	if (!(services & restricted))
		return ~0ull;
	return ~restricted | address_row_of(rules, tuple->family, &tuple->peer)->peer;
}

/* The same for `local`. */
static __always_inline __u64 local_mask(const struct rules *rules, const struct tuple *tuple, __u64 services)
{
	__u64 restricted = rules->header.local_restricted;

	if (!(services & restricted))
		return ~0ull;
	return ~restricted | address_row_of(rules, tuple->family, &tuple->local)->local;
}

/* Services with which the inside may open a session like this one, whatever the ends. */
static __always_inline __u64 services_of_session(const struct rules *rules, const struct tuple *tuple)
{
	const struct port_row *peer, *local;

	if (!tuple_has_ports(tuple))
		return protocol_row_of(rules, tuple->protocol)->client;
	peer = port_row_of(rules, tuple->protocol, tuple->peer_port);
	local = port_row_of(rules, tuple->protocol, tuple->local_port);
	return (peer->client | peer->dynamic) & local->local;
}

/*
 * Looks both ends up, once, for all that is asked of them. The verifier follows every call of a search in every state
 * that can reach it, so there is one.
 */
static __always_inline void services_narrow(const struct rules *rules, const struct tuple *tuple,
					    struct matches *matches)
{
	__u64 services = matches->listed | matches->sessions;
	__u64 ends = local_mask(rules, tuple, services);

	matches->possible = matches->sessions | matches->clients;
	services = peer_mask(rules, tuple, services | matches->clients);
	ends &= services;
	matches->servers = matches->listed & ends;
	matches->sessions &= ends;
	matches->clients &= services;
}

/* `state: none`: a reply is what comes from a listed port, and in TCP says it is one. */
static __always_inline __u64 services_of_reply(const struct packet *packet, const struct port_row *local)
{
	const struct tuple *tuple = &packet->tuple;
	const struct port_row *peer;

	if (tuple->protocol == IPPROTO_TCP && !(packet->tcp_flags & (TCP_ACK | TCP_RST)))
		return 0;
	peer = port_row_of(packet->rules, tuple->protocol, tuple->peer_port);
	return (peer->client | peer->dynamic) & local->local;
}

static __always_inline __u64 services_stateless(const struct packet *packet)
{
	const struct protocol_row *protocol;
	const struct port_row *local;

	if (!tuple_has_ports(&packet->tuple)) {
		protocol = protocol_row_of(packet->rules, packet->tuple.protocol);
		return protocol->server | protocol->client;
	}
	local = port_row_of(packet->rules, packet->tuple.protocol, packet->tuple.local_port);
	return local->server | services_of_reply(packet, local);
}

/* A server without conditions admits: what else could be is not asked, it would cost two cold cache lines. */
static __always_inline _Bool services_admit_surely(const struct rules *rules, __u64 listed)
{
	const struct rules_header *header = &rules->header;

	return listed & ~(header->peer_restricted | header->local_restricted) && !(listed & header->limited);
}

static __always_inline void services_match(struct packet *packet)
{
	const struct rules *rules = packet->rules;
	struct matches *matches = &packet->matches;

	matches->listed = rules->header.state == STATE_NONE ? services_stateless(packet)
							    : services_of_server(rules, &packet->tuple);
	matches->sessions = matches->clients = 0;
	if (!services_admit_surely(rules, matches->listed)) {
		matches->sessions = services_of_session(rules, &packet->tuple);
		matches->clients = services_of_client(rules, &packet->tuple);
	}
	services_narrow(rules, &packet->tuple, matches);
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
