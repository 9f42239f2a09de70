// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/classify.h"

#include <netinet/in.h>

#include "rules/address.h"

const struct port_row *classify_port(const struct rules *rules, uint8_t protocol, uint16_t port)
{
	switch (protocol) {
	case IPPROTO_TCP:
		return &rules->port[rules->port_class[PORTS_TCP][port] % PORT_CLASSES_MAX];
	case IPPROTO_UDP:
		return &rules->port[rules->port_class[PORTS_UDP][port] % PORT_CLASSES_MAX];
	default:
		return NULL;
	}
}

static const struct address_row *v4_find(const struct rules *rules, uint32_t address)
{
	size_t at = 0;

	for (size_t step = ((size_t)1 << rules->header.v4_depth) / 2; step; step /= 2)
		at += rules->v4.start[at + step] <= address ? step : 0;
	return &rules->v4.row[at];
}

static const struct address_row *v6_find(const struct rules *rules, address_value address)
{
	size_t at = 0;

	for (size_t step = ((size_t)1 << rules->header.v6_depth) / 2; step; step /= 2) {
		const struct address_v6 *start = &rules->v6.start[at + step];

		at += ((address_value)start->high << 64 | start->low) <= address ? step : 0;
	}
	return &rules->v6.row[at];
}

const struct address_row *classify_address(const struct rules *rules, uint8_t family,
					   const uint8_t address[16])
{
	if (family == FAMILY_V4)
		return v4_find(rules, (uint32_t)address_read(address, FAMILY_V4));
	return v6_find(rules, address_read(address, FAMILY_V6));
}

uint64_t classify_addresses(const struct rules *rules, const struct inbound *packet)
{
	const struct rules_header *header = &rules->header;
	const struct address_row *source = classify_address(rules, packet->family, packet->source);
	const struct address_row *destination = classify_address(rules, packet->family, packet->destination);

	return (~header->peer_restricted | source->peer) & (~header->local_restricted | destination->local);
}

/* Services that list the packet's ports or protocol as those of a server, or without state of a client. */
static uint64_t services_listing(const struct rules *rules, const struct inbound *packet)
{
	bool stateless = rules->header.state == STATE_NONE;
	const struct port_row *local = classify_port(rules, packet->protocol, packet->destination_port);
	const struct port_row *peer = classify_port(rules, packet->protocol, packet->source_port);
	const struct protocol_row *row = &rules->protocol[packet->protocol];

	if (!local)
		return row->server | (stateless ? row->client : 0);
	if (!stateless || (packet->protocol == IPPROTO_TCP && !packet->ack_or_rst))
		return local->server;
	return local->server | ((peer->client | peer->dynamic) & local->local);
}

int classify_inbound(const struct rules *rules, const struct inbound *packet)
{
	uint64_t services = services_listing(rules, packet) & classify_addresses(rules, packet);

	return services ? __builtin_ctzll(services) : -1;
}
