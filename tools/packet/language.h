/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A packet in words, one a line: `udp 203.0.113.9:40000 > 192.0.2.10:5060 vlan 7 len 300`. The grammar is in
 * README.md beside this file. packet_parse() turns a line into a description, packet_build() turns that into the
 * bytes of a frame. What is not said is what a sound packet has; every length can be said, so that unsound packets
 * can be said too. Numbers are host order, addresses network order.
 */
#ifndef UCGATE_PACKET_LANGUAGE_H
#define UCGATE_PACKET_LANGUAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum packet_kind {
	PACKET_IP,
	PACKET_ARP,
	PACKET_ETHER,	  /* any ethertype, or an 802.3 length */
	PACKET_DISCOVERY, /* PPPoE discovery */
	PACKET_PPP,	  /* PPPoE session, any PPP protocol */
	PACKET_BYTES,	  /* a whole frame as hexadecimal digits */
};

/* A number that may be left to the builder, given, or given as a difference to what the builder would write. */
struct number {
	enum { NUMBER_DEFAULT, NUMBER_ABSOLUTE, NUMBER_RELATIVE } kind;

	int64_t value;
};

struct tag {
	uint16_t ethertype;
	uint16_t id;
};

/* Bytes given as digits. */
struct octets {
	uint8_t *bytes; /* owned */
	size_t count;
};

/* One IPv6 extension header. */
struct extension {
	uint8_t type;
	uint8_t units; /* its length field, which says how many bytes are written, too */
	uint8_t routing_type;
	uint16_t offset; /* fragment: in bytes */
	bool more;
	struct number length; /* a length field that lies */
};

enum { TAGS_MAX = 8, OPTIONS_MAX = 60, EXTENSIONS_LIMIT = 16 };

struct packet {
	enum packet_kind kind;
	bool outbound;
	int family; /* 4, 6, or 0 without addresses */
	uint8_t source[16], destination[16];
	bool ports; /* given: a header with ports is written */
	uint16_t source_port, destination_port;
	uint16_t ethertype; /* PACKET_ETHER */
	uint8_t protocol;
	struct tag tags[TAGS_MAX];
	size_t tags_count;
	bool pppoe;
	bool fragment; /* IPv4 */
	uint16_t offset;
	bool more;
	uint8_t options[OPTIONS_MAX]; /* IPv4 */
	size_t options_size;
	struct extension extensions[EXTENSIONS_LIMIT];
	size_t extensions_count;
	int type_named;	      /* row of an ICMP type's name + 1, 0: given as a number */
	struct packet *quote; /* owned */
	struct octets data;
	uint16_t flags;
	struct number length, padding, hops, id, type, code, sequence;
	struct number version, header_length, ip_length, udp_length, data_offset, next_header, cut;
	struct number pppoe_type, pppoe_code, pppoe_length, pppoe_session, ppp;
};

struct packet_error {
	unsigned column; /* from 1 */
	char text[160];
};

struct frame {
	uint8_t *bytes; /* owned */
	size_t length;
};

/* 0 and *ret to packet_free(), -EINVAL and *ret_error, or -ENOMEM. */
int packet_parse(const char *line, struct packet *ret, struct packet_error *ret_error);
void packet_free(struct packet *packet);

/* 0 and ret->bytes to free(), -EMSGSIZE for a frame beyond 256 KiB or the length fields of its headers, or -ENOMEM. */
int packet_build(const struct packet *packet, struct frame *ret);

#endif
