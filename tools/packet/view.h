/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the headers of a frame say, as far as they can be read, whatever the frame: for words, lists and filters. It
 * decides nothing; verdicts are the packet programs' alone. Numbers are host order, addresses network order.
 */
#ifndef UCGATE_PACKET_VIEW_H
#define UCGATE_PACKET_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tools/packet/language.h"

/* A frame, or its beginning. */
struct packet_bytes {
	const uint8_t *bytes;
	size_t captured; /* how many are here */
	size_t length;	 /* of the frame; at least as many */
};

struct packet_view {
	struct tag tags[TAGS_MAX]; /* outermost first */
	size_t tags_count;
	uint16_t ethertype; /* behind the tags; in an 802.3 frame its length */
	bool pppoe;	    /* a session header that is sound, and can be read */
	uint16_t session, ppp;
	int family; /* 4 or 6: an IP header of that version is here, 20 or 40 bytes; else 0 */
	uint8_t source[16], destination[16];
	uint8_t hops;
	uint8_t protocol; /* behind the extension headers */
	bool fragment;	  /* an atomic one, too */
	uint32_t offset;  /* of its data, in bytes; above 0: nothing behind it is a header */
	bool more;
	uint32_t id;
	bool ports; /* can be read */
	uint16_t source_port, destination_port;
	bool tcp; /* flags can be read */
	uint16_t flags;
	bool icmp; /* type and code can be read */
	uint8_t type, code;
	/* Offsets in the frame: of the IP header, of what is behind all IP headers, of the packet's end as the IP header
	   (and PPPoE) says it, which may be beyond the frame. */
	size_t ip, l4, end;
};

/* All zero but for what can be read; a frame of less than 14 bytes says nothing. */
void packet_view_read(const struct packet_bytes *frame, struct packet_view *ret);

/*
 * An IP packet that an ICMP error quotes, `at` bytes into the frame. It may be cut anywhere, so it ends where the frame
 * does, whatever its length says. False: there is no IP header.
 */
bool packet_view_read_quote(const struct packet_bytes *frame, size_t at, struct packet_view *ret);

/* Of an IPv6 extension header whose first 8 bytes are there, as it says. */
size_t packet_extension_size(uint8_t protocol, const uint8_t *header);

#endif
