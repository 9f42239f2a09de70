// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "memory.h"

#include <string.h>

#include <bpf/bpf.h>

#include "maps/bans.h"

#include "apply/ban_prefix.h"
#include "rules/address.h"
#include "tools/packet/vocabulary.h"

enum { TCP = 6 };

static uint16_t echo_identifier(const struct packet_bytes *frame, const struct packet_view *view)
{
	if (!view->icmp || !icmp_is_echo(view->type, view->family) || view->l4 + 6 > frame->captured)
		return 0;
	return (uint16_t)(frame->bytes[view->l4 + 4] << 8 | frame->bytes[view->l4 + 5]);
}

struct ends ends_of(const struct packet_bytes *frame, const struct packet_view *view, bool outbound)
{
	struct ends ends = {
		.family = view->family,
		.protocol = view->protocol,
		.local = outbound ? view->source : view->destination,
		.peer = outbound ? view->destination : view->source,
		.ports = view->ports,
		.local_port = outbound ? view->source_port : view->destination_port,
		.peer_port = outbound ? view->destination_port : view->source_port,
	};

	if (view->icmp)
		ends.local_port = echo_identifier(frame, view);
	return ends;
}

/* --- flows ----------------------------------------------------------------------------------------------------- */

static struct address_v6 address_words(const uint8_t address[16])
{
	address_value value = address_read(address, FAMILY_V6);

	return (struct address_v6){.high = (__u64)(value >> 64), .low = (__u64)value};
}

static bool flow_find_v4(const struct replica *replica, const struct ends *ends, struct flow *ret)
{
	const struct flow_key_v4 key = {
		.local = (__u32)address_read(ends->local, FAMILY_V4),
		.peer = (__u32)address_read(ends->peer, FAMILY_V4),
		.local_port = ends->local_port,
		.peer_port = ends->peer_port,
		.protocol = ends->protocol,
	};
	const char *table = ends->protocol == TCP ? "flows_v4_tcp" : "flows_v4_other";

	return bpf_map_lookup_elem(replica_map(replica, table), &key, ret) == 0;
}

static bool flow_find_v6(const struct replica *replica, const struct ends *ends, struct flow *ret)
{
	const struct flow_key_v6 key = {
		.local = address_words(ends->local),
		.peer = address_words(ends->peer),
		.local_port = ends->local_port,
		.peer_port = ends->peer_port,
		.protocol = ends->protocol,
	};
	const char *table = ends->protocol == TCP ? "flows_v6_tcp" : "flows_v6_other";

	return bpf_map_lookup_elem(replica_map(replica, table), &key, ret) == 0;
}

bool flow_find(const struct replica *replica, const struct ends *ends, struct flow *ret)
{
	if (ends->family == FAMILY_V4)
		return flow_find_v4(replica, ends, ret);
	return ends->family == FAMILY_V6 && flow_find_v6(replica, ends, ret);
}

/* --- bans ------------------------------------------------------------------------------------------------------ */

static struct prefix prefix_of(int family, const uint8_t *address, unsigned int length)
{
	struct prefix prefix = {.family = (uint8_t)family, .length = (uint8_t)length};
	unsigned int bits = family == FAMILY_V4 ? 32 : 128;
	address_value value = address_read(address, prefix.family);

	value = length ? value >> (bits - length) << (bits - length) : 0;
	address_write(value, prefix.family, prefix.address);
	return prefix;
}

bool ban_find(const struct replica *replica, int family, const uint8_t *address, struct prefix *ret_prefix,
	      struct ban *ret)
{
	int bans = replica_map(replica, "bans");

	for (unsigned int length = family == FAMILY_V4 ? 32 : 128; length; length--) {
		const struct prefix prefix = prefix_of(family, address, length);
		const struct ban_key key = ban_key_of(&prefix);
		struct ban ban;

		if (bpf_map_lookup_elem(bans, &key, &ban) || ban_expired(&ban, replica_now(replica)))
			continue;
		*ret_prefix = prefix;
		*ret = ban;
		return true;
	}
	return false;
}
