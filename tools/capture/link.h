/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The kinds of frames in a capture that can be judged, and the Ethernet frame that each becomes: the packet programs
 * begin at an Ethernet header, so one is put in front of what was captured without, its addresses zero.
 */
#ifndef UCGATE_CAPTURE_LINK_H
#define UCGATE_CAPTURE_LINK_H

#include <stddef.h>
#include <stdint.h>

/* The numbers of capture files. */
enum link_type {
	LINK_ETHERNET = 1,
	LINK_RAW = 101,	   /* an IP packet, of the version that its first four bits say */
	LINK_COOKED = 113, /* "Linux cooked": of several interfaces, or of one without a link layer */
	LINK_IPV4 = 228,
	LINK_IPV6 = 229,
	LINK_COOKED2 = 276,
};

struct link {
	enum link_type type;
	int dlt;	    /* libpcap's number of it */
	unsigned header;    /* bytes ahead of the packet that the Ethernet header takes the place of */
	int ethertype_at;   /* where among them its ethertype is, in network order; < 0: the packet says it */
	uint16_t ethertype; /* of a link without any; 0: by the version of the packet */
};

/* By libpcap's number. NULL: frames of that kind cannot be judged. */
const struct link *link_of_dlt(int dlt);

enum { LINK_ETHERNET_HEADER = 14 };

/*
 * The Ethernet header for a frame that has none: for all kinds but LINK_ETHERNET. What has no ethertype, such as 802.2
 * in a cooked capture, keeps its number: it is judged as 802.3 is. Returns the offset of the packet behind it within
 * data; more than length: the link's own header is cut, and there is no frame.
 */
size_t link_header_make(const struct link *link, const uint8_t *data, size_t length,
			uint8_t ret[LINK_ETHERNET_HEADER]);

#endif
