/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The first half of the second opinion: what the headers of a frame say, and the contract's steps 1 to 4, which
 * need nothing else. Known to model.c only.
 */
#ifndef UCGATE_TESTS_PACKETS_FACTS_H
#define UCGATE_TESTS_PACKETS_FACTS_H

#include "tests/packets/model.h"

enum {
	ETHERNET_SIZE = 14,
	IPV4_SIZE = 20,
	IPV6_SIZE = 40,
	UDP_SIZE = 8,
	TCP_SIZE = 20,
	ICMP_SIZE = 8,
	EXTENSION_MIN = 8,
	EXTENSIONS_MAX = 6,
	DATAGRAM_MAX = 65535,
};

enum {
	HOP_BY_HOP = 0,
	ICMP = 1,
	TCP = 6,
	UDP = 17,
	ROUTING = 43,
	FRAGMENT = 44,
	AH = 51,
	ICMPV6 = 58,
	NONE = 59,
	DESTINATION = 60
};

enum { FIN = 1, SYN = 2, RST = 4, PSH = 8, ACK = 16, URG = 32 };

/* What the headers say; offsets are into the frame. */
struct facts {
	const uint8_t *frame;
	size_t start, end;  /* of the IP packet, and later its end by the IP length */
	uint16_t ethertype; /* 0x0800 or 0x86dd once the frame is understood */
	int family;
	uint8_t source[16], destination[16];
	uint8_t hops;
	uint8_t protocol;
	size_t l4;
	bool fragment; /* a real one: not whole, not atomic */
	bool fragment_header;
	bool more;
	bool cut_first;	 /* a first fragment that ends within its headers */
	uint32_t offset; /* of the fragment, in bytes */
	size_t data;	 /* where the fragment's data begins */
	uint32_t fragment_id;
	uint8_t fragment_protocol; /* in IPv6 the fragment header's next header */
	bool outbound;
};

static const struct opinion no_opinion = {.reason = REASON_NONE, .service = -1, .essential = -1};

static inline struct opinion opinion_of(enum reason reason)
{
	struct opinion opinion = no_opinion;

	opinion.reason = reason;
	return opinion;
}

static inline struct opinion opinion_service(enum reason reason, int service)
{
	struct opinion opinion = opinion_of(reason);

	opinion.service = service;
	return opinion;
}

/* An essential passes where it is let in, else it has the reason its kind has otherwise. */
static inline struct opinion opinion_essential(const struct ruleset *rules, enum essential essential,
					       enum reason otherwise)
{
	struct opinion opinion = opinion_of(REASON_ESSENTIAL);

	if (!(rules->essentials & 1u << essential))
		return opinion_of(otherwise);
	opinion.essential = (int)essential;
	return opinion;
}

static inline uint16_t u16_at(const uint8_t *frame, size_t at)
{
	return (uint16_t)(frame[at] << 8 | frame[at + 1]);
}

bool is_extension(uint8_t protocol);

/* Of an extension header whose first 8 bytes are there, in bytes. */
size_t extension_size(uint8_t type, const uint8_t *header);

/* ICMP of its own family; then the first 8 bytes are there. */
bool is_icmp(const struct facts *f);
uint8_t icmp_type(const struct facts *f);
bool is_nd(const struct facts *f);
bool is_mld(const struct facts *f);
bool is_unspecified(const uint8_t *address);

/*
 * Steps 1 to 4, but for what is remembered: a later fragment that is in order is REASON_FRAGMENT_ORPHAN. Without an
 * opinion, *f holds all that the later steps ask. Outbound step 3 is left out, and fragmented ND is no matter.
 */
struct opinion facts_read(struct facts *f, const struct ruleset *rules);

#endif
