/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What an outbound packet is: an essential, the rest of a fragmented packet, a session of the inside, or what a
 * service of ours answers. Nothing here looks at switches and hop limits: those protect the box from the outside.
 */
#ifndef UCGATE_BPF_OUTBOUND_H
#define UCGATE_BPF_OUTBOUND_H

#include "bpf/dhcp.h"
#include "bpf/frame.h"
#include "bpf/icmp_type.h"
#include "bpf/session.h"

/* The parsers read a packet as it arrives: from the peer. */
static __always_inline void tuple_turn(struct tuple *tuple)
{
	struct tuple turned = {
		.peer = tuple->local,
		.local = tuple->peer,
		.ports = PORTS(tuple_local_port(tuple), tuple_peer_port(tuple)),
		.family = tuple->family,
		.protocol = tuple->protocol,
	};

	*tuple = turned;
}

static __always_inline opinion outbound_echo_teach(struct packet *packet)
{
	const struct icmp_echo *echo = packet_at(packet->ctx, packet->l4, sizeof(*echo));

	if (!echo)
		return REASON_OUTBOUND;
	packet->tuple.ports = PORTS(0, bpf_ntohs(echo->identifier));
	packet->matches.sessions = 0;
	flow_teach(packet, FLOW_OTHER);
	return essential_opinion(REASON_ESSENTIAL, ESSENTIAL_ECHO);
}

static __always_inline opinion outbound_icmp_check(struct packet *packet)
{
	__u32 family = packet->tuple.family, type;

	if (likely(!tuple_is_icmp(&packet->tuple)))
		return REASON_NONE;
	type = icmp_type_of(packet);
	if (icmp_is_echo_request(family, type))
		return packet->rules->header.state == STATE_NONE
			       ? essential_opinion(REASON_ESSENTIAL, ESSENTIAL_ECHO)
			       : outbound_echo_teach(packet);
	if (icmp_is_echo_reply(family, type))
		return essential_opinion(REASON_ESSENTIAL, ESSENTIAL_ECHO);
	if (icmp_is_error(family, type))
		return essential_opinion(REASON_ESSENTIAL, ESSENTIAL_ICMP_ERROR);
	if (family == 6 && icmpv6_is_nd(type))
		return essential_opinion(REASON_ESSENTIAL, ESSENTIAL_ND);
	if (family == 6 && icmpv6_is_mld(type))
		return essential_opinion(REASON_ESSENTIAL, ESSENTIAL_MLD);
	return REASON_OUTBOUND;
}

static __always_inline opinion outbound_dhcp_check(const struct packet *packet)
{
	const struct tuple *tuple = &packet->tuple;
	_Bool asks = tuple->family == 4 ? tuple->ports == PORTS(DHCP_SERVER, DHCP_CLIENT)
					: tuple->ports == PORTS(DHCPV6_SERVER, DHCPV6_CLIENT);

	if (tuple->protocol != IPPROTO_UDP || likely(!asks))
		return REASON_NONE;
	return essential_opinion(REASON_ESSENTIAL, ESSENTIAL_DHCP);
}

/* `state: none`: for the counters only. */
static __always_inline opinion outbound_stateless_check(const struct packet *packet)
{
	const struct rules *rules = packet->rules;
	const struct tuple *tuple = &packet->tuple;
	const struct protocol_row *protocol;
	const struct port_row *local, *peer;
	__u64 services;

	if (tuple_has_ports(tuple)) {
		local = port_row_of(rules, tuple->protocol, tuple_local_port(tuple));
		peer = port_row_of(rules, tuple->protocol, tuple_peer_port(tuple));
		services = (local->server & ~local->dynamic) | peer->client | peer->dynamic;
	} else {
		protocol = protocol_row_of(rules, tuple->protocol);
		services = protocol->server | protocol->client;
	}
	return services ? service_opinion(REASON_SERVICE, rules, services_first(services)) : REASON_OUTBOUND;
}

/* What a service as server sent. */
static __always_inline opinion outbound_server_opinion(const struct packet *packet)
{
	if (!packet->matches.servers)
		return REASON_OUTBOUND;
	return service_opinion(REASON_SERVICE, packet->rules, services_first(packet->matches.servers));
}

/* An RST passes where it would have taught a service, whatever `outbound` says. */
static __always_inline opinion outbound_session_opinion(const struct packet *packet)
{
	const struct rules *rules = packet->rules;
	__u32 service = services_first(packet->matches.sessions);

	if (flow_teach(packet, service))
		return service_opinion(REASON_FLOW, rules, service);
	return packet->matches.servers ? outbound_server_opinion(packet)
				       : OPINION(REASON_OUTBOUND, CONCERN_EXEMPT, 0);
}

static __always_inline opinion outbound_service_check(struct packet *packet)
{
	const struct rules *rules = packet->rules;
	struct matches *matches = &packet->matches;

	if (rules->header.state == STATE_NONE)
		return outbound_stateless_check(packet);
	*matches = matches_of(rules, &packet->tuple);
	matches->clients = 0;
	matches_narrow(rules, &packet->tuple, matches);
	/* A reply that step 8 admits without a limit needs no flow. */
	if (matches->servers && !(rules->header.limited >> services_first(matches->servers) & 1))
		return outbound_server_opinion(packet);
	if (matches->sessions)
		return outbound_session_opinion(packet);
	if (rules->header.outbound == OUTBOUND_ANY && tuple_has_ports(&packet->tuple) &&
	    flow_teach(packet, FLOW_OTHER))
		return OPINION(REASON_FLOW, CONCERN_SERVICE, 0);
	return outbound_server_opinion(packet);
}

#endif
