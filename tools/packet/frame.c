// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// From a description to bytes, outermost header first; every length is known before it is written.
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tools/packet/language.h"
#include "tools/packet/vocabulary.h"

enum { FRAME_MAX = 256 * 1024 };

struct writer {
	uint8_t *bytes;
	size_t length;
	bool overlong; /* a length field cannot say what is there */
};

static void write_bytes(struct writer *w, const void *bytes, size_t count)
{
	if (w->length + count <= FRAME_MAX && count > 0)
		memcpy(w->bytes + w->length, bytes, count);
	w->length += count;
}

static void write_fill(struct writer *w, uint8_t byte, size_t count)
{
	if (w->length + count <= FRAME_MAX)
		memset(w->bytes + w->length, byte, count);
	w->length += count;
}

static void write_u8(struct writer *w, uint64_t value)
{
	uint8_t byte = (uint8_t)value;

	write_bytes(w, &byte, 1);
}

static void write_u16(struct writer *w, uint64_t value)
{
	write_u8(w, value >> 8);
	write_u8(w, value);
}

static void write_u32(struct writer *w, uint64_t value)
{
	write_u16(w, value >> 16);
	write_u16(w, value);
}

/* What was said, or what a sound packet has. */
static uint64_t said(const struct number *number, uint64_t sound)
{
	if (number->kind == NUMBER_DEFAULT)
		return sound;
	return number->kind == NUMBER_ABSOLUTE ? (uint64_t)number->value : sound + (uint64_t)number->value;
}

/* The same for a length field of 16 bits, which must not say something else of a sound packet. */
static uint64_t said_length(struct writer *w, const struct number *number, uint64_t sound)
{
	w->overlong |= number->kind == NUMBER_DEFAULT && sound > 0xffff;
	return said(number, sound);
}

/* --- behind the IP header -------------------------------------------------------------------------------------- */

static bool is_icmp(const struct packet *p)
{
	return p->protocol == 1 || p->protocol == 58;
}

/* A later fragment has data only, unless ports or a type say that it forges a header. */
static bool has_l4(const struct packet *p)
{
	bool later = p->offset > 0;

	for (size_t i = 0; i < p->extensions_count; i++)
		later = later || p->extensions[i].offset > 0;
	if (is_icmp(p))
		return !later || p->type_named || p->type.kind != NUMBER_DEFAULT;
	return p->ports;
}

static void write_payload(struct writer *w, const struct packet *p)
{
	write_bytes(w, p->data.bytes, p->data.count);
	write_fill(w, 0, said(&p->length, 0));
}

static uint64_t payload_size(const struct packet *p)
{
	return p->data.count + said(&p->length, 0);
}

static void write_udp(struct writer *w, const struct packet *p)
{
	write_u16(w, p->source_port);
	write_u16(w, p->destination_port);
	write_u16(w, said_length(w, &p->udp_length, 8 + payload_size(p)));
	write_u16(w, 0);
}

static void write_tcp(struct writer *w, const struct packet *p)
{
	write_u16(w, p->source_port);
	write_u16(w, p->destination_port);
	write_u32(w, 1000);
	write_u32(w, 0);
	write_u8(w, said(&p->data_offset, 5) << 4);
	write_u8(w, p->flags);
	write_u16(w, 65535);
	write_u32(w, 0);
}

/* A quoted packet may quote one, four levels deep. NOLINTBEGIN(misc-no-recursion) */
static void quote_write(struct writer *w, const struct packet *quote);

static void write_icmp(struct writer *w, const struct packet *p)
{
	uint64_t echo = p->protocol == 1 ? 8 : 128;

	write_u8(w, p->type_named ? (uint64_t)icmp_type_named(p->type_named - 1, p->family)
				  : said(&p->type, echo));
	write_u8(w, said(&p->code, 0));
	write_u16(w, 0);
	write_u16(w, said(&p->id, 0));
	write_u16(w, said(&p->sequence, 0));
	if (p->quote)
		quote_write(w, p->quote);
}

static void write_l4(struct writer *w, const struct packet *p)
{
	if (has_l4(p)) {
		if (p->protocol == 17)
			write_udp(w, p);
		else if (p->protocol == 6)
			write_tcp(w, p);
		else if (is_icmp(p))
			write_icmp(w, p);
	}
	write_payload(w, p);
}

/* --- IP -------------------------------------------------------------------------------------------------------- */

static void write_extension(struct writer *w, const struct extension *e, uint64_t next,
			    const struct packet *p)
{
	size_t size = e->type == 51 ? ((size_t)e->units + 2) * 4 : ((size_t)e->units + 1) * 8;
	size_t start = w->length;

	write_u8(w, next);
	write_u8(w, said(&e->length, e->units));
	if (e->type == 44) {
		write_u16(w, e->offset | e->more);
		write_u32(w, said(&p->id, 0));
		return;
	}
	write_u8(w, e->type == 43 ? e->routing_type : 1); /* PadN, for options */
	write_u8(w, e->type == 43 || e->type == 51 ? 0 : (size - 4) & 0xff);
	write_fill(w, 0, size - (w->length - start));
}

static void write_extensions(struct writer *w, const struct packet *p)
{
	for (size_t i = 0; i < p->extensions_count; i++) {
		bool last = i + 1 == p->extensions_count;

		write_extension(w, &p->extensions[i],
				last ? said(&p->next_header, p->protocol) : p->extensions[i + 1].type, p);
	}
}

static void checksum_set(uint8_t *header, size_t size)
{
	uint32_t sum = 0;

	for (size_t i = 0; i + 1 < size; i += 2)
		sum += (uint32_t)(header[i] << 8 | header[i + 1]);
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	header[10] = (uint8_t)(~sum >> 8);
	header[11] = (uint8_t)~sum;
}

static void write_at_u16(struct writer *w, size_t at, uint64_t value)
{
	if (at + 2 > FRAME_MAX)
		return;
	w->bytes[at] = (uint8_t)(value >> 8);
	w->bytes[at + 1] = (uint8_t)value;
}

static void write_ipv4(struct writer *w, const struct packet *p)
{
	size_t start = w->length, header = 20 + (p->options_size + 3) / 4 * 4;
	uint64_t fragment = (p->more ? 0x2000 : 0) | p->offset / 8;

	write_u8(w, said(&p->version, 4) << 4 | said(&p->header_length, header / 4));
	write_u8(w, 0);
	write_u16(w, 0);
	write_u16(w, is_icmp(p) && !p->fragment ? 0 : said(&p->id, 0));
	write_u16(w, fragment);
	write_u8(w, said(&p->hops, 64));
	write_u8(w, said(&p->next_header, p->protocol));
	write_u16(w, 0);
	write_bytes(w, p->source, 4);
	write_bytes(w, p->destination, 4);
	write_bytes(w, p->options, p->options_size);
	write_fill(w, 0, start + header - w->length);
	write_l4(w, p);
	write_at_u16(w, start + 2, said_length(w, &p->ip_length, w->length - start));
	if (w->length <= FRAME_MAX)
		checksum_set(w->bytes + start, header);
}

static void write_ipv6(struct writer *w, const struct packet *p)
{
	size_t start = w->length;

	write_u32(w, said(&p->version, 6) << 28);
	write_u16(w, 0);
	write_u8(w, p->extensions_count ? p->extensions[0].type : said(&p->next_header, p->protocol));
	write_u8(w, said(&p->hops, 64));
	write_bytes(w, p->source, 16);
	write_bytes(w, p->destination, 16);
	write_extensions(w, p);
	write_l4(w, p);
	write_at_u16(w, start + 4, said_length(w, &p->ip_length, w->length - start - 40));
}

/* Shortens what was written since start, as `cut` says. */
static void write_cut(struct writer *w, const struct packet *p, size_t start)
{
	uint64_t whole = w->length - start, left = said(&p->cut, whole);

	if (left < whole)
		w->length = start + left;
}

static void quote_write(struct writer *w, const struct packet *quote)
{
	size_t start = w->length;

	if (quote->family == 4)
		write_ipv4(w, quote);
	else
		write_ipv6(w, quote);
	write_cut(w, quote, start);
}

/* NOLINTEND(misc-no-recursion) */

/* --- frame ----------------------------------------------------------------------------------------------------- */

static uint16_t inner_ethertype(const struct packet *p)
{
	if (p->kind == PACKET_PPP || (p->pppoe && p->kind == PACKET_IP))
		return 0x8864;
	if (p->kind == PACKET_IP)
		return p->family == 4 ? 0x0800 : 0x86dd;
	if (p->kind == PACKET_DISCOVERY)
		return 0x8863;
	return p->kind == PACKET_ARP ? 0x0806 : p->ethertype;
}

static void write_ethernet(struct writer *w, const struct packet *p)
{
	static const uint8_t addresses[12] = {2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2};

	write_bytes(w, addresses, sizeof(addresses));
	for (size_t i = 0; i < p->tags_count; i++) {
		write_u16(w, p->tags[i].ethertype);
		write_u16(w, p->tags[i].id);
	}
	write_u16(w, inner_ethertype(p));
}

static void write_body(struct writer *w, const struct packet *p)
{
	static const uint8_t arp_request[8] = {0, 1, 8, 0, 6, 4, 0, 1};

	if (p->kind == PACKET_IP && p->family == 4) {
		write_ipv4(w, p);
	} else if (p->kind == PACKET_IP) {
		write_ipv6(w, p);
	} else if (p->kind == PACKET_ARP) {
		write_bytes(w, arp_request, sizeof(arp_request));
		write_fill(w, 0, 20);
	} else if (p->kind == PACKET_DISCOVERY) {
		write_u16(w, 0x1109); /* PADI */
		write_u16(w, said(&p->pppoe_session, 0));
		write_u16(w, said_length(w, &p->pppoe_length, payload_size(p)));
		write_payload(w, p);
	} else {
		write_payload(w, p);
	}
}

static void write_pppoe(struct writer *w, const struct packet *p)
{
	size_t start = w->length;

	write_u8(w, said(&p->pppoe_type, 0x11));
	write_u8(w, said(&p->pppoe_code, 0));
	write_u16(w, said(&p->pppoe_session, 1));
	write_u16(w, 0);
	write_u16(w, said(&p->ppp, p->family == 4 ? 0x0021 : 0x0057));
	write_body(w, p);
	write_at_u16(w, start + 4, said_length(w, &p->pppoe_length, w->length - start - 6));
}

static void write_frame(struct writer *w, const struct packet *p)
{
	if (p->kind == PACKET_BYTES) {
		write_bytes(w, p->data.bytes, p->data.count);
		return;
	}
	write_ethernet(w, p);
	if (inner_ethertype(p) == 0x8864 && p->kind != PACKET_ETHER)
		write_pppoe(w, p);
	else
		write_body(w, p);
	write_fill(w, 0, said(&p->padding, 0));
	write_cut(w, p, 0);
}

int packet_build(const struct packet *packet, struct frame *ret)
{
	struct writer w = {.bytes = malloc(FRAME_MAX)};
	uint8_t *fitted;

	if (!w.bytes)
		return -ENOMEM;
	write_frame(&w, packet);
	if (w.overlong || w.length > FRAME_MAX) {
		free(w.bytes);
		return -EMSGSIZE;
	}
	fitted = realloc(w.bytes, w.length ? w.length : 1);
	*ret = (struct frame){.bytes = fitted ? fitted : w.bytes, .length = w.length};
	return 0;
}
