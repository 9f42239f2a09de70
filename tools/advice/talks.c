// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/advice/talks.h"

#include <netinet/in.h>
#include <string.h>

#define NS_PER_S 1000000000ull

enum { PROTOCOL_ICMPV6 = 58, PORT_BITS = 64 };

/* FNV-1a */
static uint32_t hash_of(const void *bytes, size_t size)
{
	const uint8_t *byte = bytes;
	uint32_t hash = 2166136261u;

	while (size-- > 0)
		hash = (hash ^ *byte++) * 16777619u;
	return hash ^ hash >> 15;
}

/* The talk's place; a new one takes that of the one that has said least. */
static struct talk *talk_for(struct talks *talks, const struct talk_ends *ends)
{
	struct talk *set = talks->talk[hash_of(ends, sizeof(*ends)) % TALKS_SETS], *least = set;

	for (int way = 0; way < TALKS_WAYS; way++) {
		if (memcmp(&set[way].ends, ends, sizeof(*ends)) == 0)
			return &set[way];
		if (set[way].in.packets + set[way].out.packets < least->in.packets + least->out.packets)
			least = &set[way];
	}
	*least = (struct talk){.ends = *ends};
	return least;
}

static bool peer_is(const struct talk_peer *peer, const struct talk_ends *ends)
{
	return peer->family == ends->family && memcmp(peer->address, ends->peer, sizeof(ends->peer)) == 0;
}

static uint32_t peer_set(const struct talk_ends *ends)
{
	return hash_of(ends->peer, sizeof(ends->peer)) % PEERS_SETS;
}

static struct talk_peer *peer_for(struct talks *talks, const struct talk_ends *ends)
{
	struct talk_peer *set = talks->peer[peer_set(ends)], *least = set;

	for (int way = 0; way < TALKS_WAYS; way++) {
		if (peer_is(&set[way], ends))
			return &set[way];
		if (set[way].packets < least->packets)
			least = &set[way];
	}
	*least = (struct talk_peer){.family = ends->family};
	memcpy(least->address, ends->peer, sizeof(ends->peer));
	return least;
}

const struct talk_peer *talks_peer(const struct talks *talks, const struct talk_ends *ends)
{
	const struct talk_peer *set = talks->peer[peer_set(ends)];

	for (int way = 0; way < TALKS_WAYS; way++)
		if (peer_is(&set[way], ends))
			return &set[way];
	return NULL;
}

static void way_add(struct talk_way *way, uint64_t time_ns)
{
	if (way->packets++ == 0)
		way->first_ns = time_ns;
	if (time_ns > way->last_ns)
		way->last_ns = time_ns;
	way->seconds |= 1ull << time_ns / NS_PER_S % 64;
}

/* False: nothing that a rule could be about, as ICMP and later fragments. */
static bool ends_read(const struct sighting *sighting, struct talk_ends *ret)
{
	const struct packet_view *view = &sighting->view;
	bool needs_ports = view->protocol == IPPROTO_TCP || view->protocol == IPPROTO_UDP;

	if (!view->family || (view->fragment && view->offset) || view->protocol == IPPROTO_ICMP ||
	    view->protocol == PROTOCOL_ICMPV6 || (needs_ports && !view->ports))
		return false;
	*ret = (struct talk_ends){.family = (uint8_t)view->family, .protocol = view->protocol};
	memcpy(ret->peer, sighting_peer(sighting), view->family == 4 ? 4 : 16);
	if (needs_ports) {
		ret->peer_port = sighting->outbound ? view->destination_port : view->source_port;
		ret->local_port = sighting->outbound ? view->source_port : view->destination_port;
	}
	return true;
}

static void inbound_add(struct talks *talks, struct talk_peer *peer, const struct talk_ends *ends,
			const struct sighting *sighting)
{
	const struct {
		uint16_t port;
		uint16_t protocol;
	} tried = {ends->local_port, ends->protocol};
	struct talk *talk = talk_for(talks, ends);

	way_add(&talk->in, sighting->time_ns);
	talk->reason = sighting->reason;
	memcpy(talk->service, sighting->service, sizeof(talk->service));
	if (!talk->out.packets) /* an answer tries no port */
		peer->ports |= 1ull << hash_of(&tried, sizeof(tried)) % PORT_BITS;
}

static void outbound_add(struct talks *talks, struct talk_peer *peer, const struct talk_ends *ends,
			 const struct sighting *sighting)
{
	struct talk *talk;

	if (sighting->reason == REASON_FLOW || sighting->reason == REASON_OUTBOUND)
		peer->asked++;
	if (sighting->reason != REASON_OUTBOUND)
		return;
	talk = talk_for(talks, ends);
	way_add(&talk->out, sighting->time_ns);
	talk->out_dropped |= !sighting->passed;
}

void talks_add(struct talks *talks, const struct sighting *sighting)
{
	struct talk_peer *peer;
	struct talk_ends ends;

	talks->seen++;
	talks->left_out += sighting->suppressed;
	if (!ends_read(sighting, &ends))
		return;
	peer = peer_for(talks, &ends);
	peer->packets++;
	if (sighting->outbound) {
		outbound_add(talks, peer, &ends, sighting);
		return;
	}
	switch (sighting->reason) {
	case REASON_NOT_ALLOWED:
	case REASON_PEER:
	case REASON_PROTOCOL:
		inbound_add(talks, peer, &ends, sighting);
		break;
	case REASON_BANNED:
	case REASON_BLOCKLIST:
	case REASON_RATE_LIMIT:
	case REASON_TCP_FLAGS:
	case REASON_SOURCE_ROUTE:
		peer->refused = true;
		break;
	default:
		break;
	}
}

unsigned int talk_seconds(const struct talk_way *way)
{
	return (unsigned int)__builtin_popcountll(way->seconds);
}

double talk_rate(const struct talk_way *way)
{
	uint64_t span = way->last_ns - way->first_ns;

	return way->packets < 2 || span < NS_PER_S
		       ? 0
		       : (double)(way->packets - 1) * (double)NS_PER_S / (double)span;
}
