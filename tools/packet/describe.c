// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/packet/describe.h"

#include <arpa/inet.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "tools/packet/vocabulary.h"

enum { DIGITS_MAX = 40 /* bytes told one by one */, ETHERTYPE_DISCOVERY = 0x8863, DISCOVERY_SIZE = 6 };

enum { ETHERNET_SIZE = 14, TAG_SIZE = 4, PPPOE_SIZE = 8, IPV4_SIZE = 20, IPV6_SIZE = 40, ARP_SIZE = 28 };

enum { UDP_SIZE = 8, TCP_SIZE = 20, ICMP_SIZE = 8, ICMP = 1, TCP = 6, UDP = 17, ICMPV6 = 58 };

/* Words that no longer fit are left out. */
struct text {
	char *text;
	size_t length;
};

__attribute__((format(printf, 2, 3))) static void say(struct text *t, const char *format, ...)
{
	char words[ADDRESS_TEXT_SIZE * 2 + 32];
	va_list arguments;
	size_t length;

	va_start(arguments, format);
	vsnprintf(words, sizeof(words), format, arguments);
	va_end(arguments);
	length = strlen(words);
	if (t->length + length + 2 > PACKET_TEXT_SIZE)
		return;
	if (t->length)
		t->text[t->length++] = ' ';
	memcpy(t->text + t->length, words, length + 1);
	t->length += length;
}

static bool at_hand(const struct packet_bytes *f, size_t at, size_t size)
{
	return at <= f->captured && size <= f->captured - at;
}

static void digits_say(struct text *t, const char *word, const uint8_t *bytes, size_t count)
{
	char digits[2 * DIGITS_MAX + 1] = "";

	for (size_t i = 0; i < count && i < DIGITS_MAX; i++)
		snprintf(digits + 2 * i, 3, "%02x", bytes[i]);
	say(t, "%s %s", word, digits);
}

void packet_address_format(int family, const uint8_t *address, int port, char ret[ADDRESS_TEXT_SIZE])
{
	char text[INET6_ADDRSTRLEN] = "";

	inet_ntop(family == 4 ? AF_INET : AF_INET6, address, text, sizeof(text));
	snprintf(ret, ADDRESS_TEXT_SIZE, family == 6 && port >= 0 ? "[%s]" : "%s", text);
	if (port >= 0)
		snprintf(ret + strlen(ret), ADDRESS_TEXT_SIZE - strlen(ret), ":%d", port);
}

const char *packet_protocol_name(uint8_t protocol)
{
	return name_of(&protocol_names, protocol);
}

/* --- behind the IP headers ------------------------------------------------------------------------------------- */

/* What TCP says of its header; 0: it cannot be read. */
static size_t tcp_size(const struct packet_bytes *f, const struct packet_view *view)
{
	return view->tcp ? (size_t)(f->bytes[view->l4 + 12] >> 4) * 4 : 0;
}

/* Of the L4 header. TCP options are not payload, but in a fragment, whose length is to be told to the byte. */
static size_t l4_size(const struct packet_bytes *f, const struct packet_view *view)
{
	size_t size;

	if (view->offset > 0)
		return 0;
	if (view->protocol == ICMP || view->protocol == ICMPV6) /* in the wrong family as well */
		return ICMP_SIZE;
	if (!view->ports)
		return 0;
	if (view->protocol == UDP)
		return UDP_SIZE;
	size = tcp_size(f, view);
	return size < TCP_SIZE || view->l4 + size > view->end || view->more ? TCP_SIZE : size;
}

static void ends_say(struct text *t, const struct packet_view *view)
{
	const char *name = packet_protocol_name(view->protocol);
	char from[ADDRESS_TEXT_SIZE], to[ADDRESS_TEXT_SIZE], number[16];

	snprintf(number, sizeof(number), "proto %u", view->protocol);
	packet_address_format(view->family, view->source, view->ports ? view->source_port : -1, from);
	packet_address_format(view->family, view->destination, view->ports ? view->destination_port : -1, to);
	say(t, "%s %s > %s", name ? name : number, from, to);
}

static void flags_say(struct text *t, const struct packet_view *view)
{
	char letters[9] = "";
	size_t count = 0;

	for (int bit = 0; bit < 8; bit++) {
		if (view->flags >> bit & 1)
			letters[count++] = TCP_FLAG_LETTERS[bit];
	}
	say(t, "flags %s", count ? letters : "none");
}

static void icmp_say(struct text *t, const struct packet_bytes *f, const struct packet_view *view)
{
	const char *name = icmp_type_name(view->type, view->family);

	if (name)
		say(t, "type %s", name);
	else
		say(t, "type %u", view->type);
	if (view->code)
		say(t, "code %u", view->code);
	if (icmp_is_echo(view->type, view->family) && at_hand(f, view->l4, ICMP_SIZE))
		say(t, "id %u seq %u", f->bytes[view->l4 + 4] << 8 | f->bytes[view->l4 + 5],
		    f->bytes[view->l4 + 6] << 8 | f->bytes[view->l4 + 7]);
}

static bool has_l4(uint8_t protocol)
{
	return protocol == ICMP || protocol == TCP || protocol == UDP || protocol == ICMPV6;
}

/* Eight bytes behind the quoted IP header tell all that matters (RFC 792); fewer do not. */
static void quote_cut_say(struct text *t, const struct packet_bytes *f, const struct packet_view *view,
			  const struct packet_view *quoted)
{
	size_t end = view->end < f->captured ? view->end : f->captured;

	if (quoted->offset == 0 && has_l4(quoted->protocol) && end < quoted->l4 + ICMP_SIZE)
		say(t, "cut %zu", end > quoted->ip ? end - quoted->ip : 0);
}

/* What an error quotes; of the quoted packet, its ends and what its L4 header says. */
static bool quote_say(struct text *t, const struct packet_bytes *f, const struct packet_view *view)
{
	struct packet_view quoted;

	if (!icmp_is_error(view->type, view->family) ||
	    !packet_view_read_quote(f, view->l4 + ICMP_SIZE, &quoted) || quoted.family != view->family)
		return false;
	say(t, "quote (");
	ends_say(t, &quoted);
	if (quoted.icmp)
		icmp_say(t, f, &quoted);
	if (quoted.offset > 0)
		say(t, "frag %u%s", quoted.offset, quoted.more ? "+" : "");
	quote_cut_say(t, f, view, &quoted);
	say(t, ")");
	return true;
}

static void length_say(struct text *t, const struct packet_bytes *f, const struct packet_view *view)
{
	bool short_header = view->family == 4 && view->l4 < view->ip + IPV4_SIZE;
	size_t headers = (short_header ? view->ip + IPV4_SIZE : view->l4) + l4_size(f, view);

	if (view->end > headers)
		say(t, "len %zu", view->end - headers);
}

/* Lengths that are not what they should be. */
static void l4_lengths_say(struct text *t, const struct packet_bytes *f, const struct packet_view *view)
{
	size_t size = tcp_size(f, view), left = view->end > view->l4 ? view->end - view->l4 : 0, said;

	if (view->tcp && size != l4_size(f, view))
		say(t, "doff %zu", size / 4);
	if (view->protocol != UDP || !view->ports || !at_hand(f, view->l4, UDP_SIZE) || left < UDP_SIZE)
		return;
	said = (size_t)(f->bytes[view->l4 + 4] << 8 | f->bytes[view->l4 + 5]);
	if (said < UDP_SIZE || (said != left && !view->more))
		say(t, "udplen %zu", said);
}

static void l4_say(struct text *t, const struct packet_bytes *f, const struct packet_view *view)
{
	bool quoted = false;

	if (view->tcp)
		flags_say(t, view);
	if (view->icmp) {
		icmp_say(t, f, view);
		quoted = quote_say(t, f, view);
	}
	if (!quoted)
		length_say(t, f, view);
	l4_lengths_say(t, f, view);
}

/* --- around it ------------------------------------------------------------------------------------------------- */

static void tags_say(struct text *t, const struct packet_view *view)
{
	for (size_t i = 0; i < view->tags_count; i++)
		say(t, "%s %u", view->tags[i].ethertype == 0x8100 ? "vlan" : "svlan", view->tags[i].id);
}

static void options_say(struct text *t, const struct packet_bytes *f, const struct packet_view *view)
{
	size_t at = view->ip + IPV4_SIZE;

	if (view->family != 4 || view->l4 <= at)
		return;
	if (at_hand(f, at, view->l4 - at))
		digits_say(t, "opt", f->bytes + at, view->l4 - at);
}

static void fragment_say(struct text *t, const struct packet_view *view)
{
	if (view->fragment)
		say(t, "frag %u%s id %u", view->offset, view->more ? "+" : "", view->id);
}

static void extension_say(struct text *t, uint8_t type, const uint8_t *header)
{
	unsigned int field = (unsigned int)(header[2] << 8 | header[3]);

	if (type == 43)
		say(t, "route %u %u", header[2], header[1]);
	else if (type == 44)
		say(t, "frag %u%s id %u", field & 0xfff8, field & 1 ? "+" : "",
		    (unsigned int)header[4] << 24 |
			    (unsigned int)(header[5] << 16 | header[6] << 8 | header[7]));
	else
		say(t, "%s %u", type == 0 ? "hbh" : type == 60 ? "dst" : "auth", header[1]);
}

/* In their order. */
static void extensions_say(struct text *t, const struct packet_bytes *f, const struct packet_view *view)
{
	size_t at = view->ip + IPV6_SIZE;
	uint8_t type = f->bytes[view->ip + 6];

	while (at < view->l4 && at_hand(f, at, 8)) {
		const uint8_t *header = f->bytes + at;

		extension_say(t, type, header);
		at += packet_extension_size(type, header);
		type = header[0];
	}
}

/* The session header is right in front of the packet. */
static void session_say(struct text *t, const struct packet_bytes *f, const struct packet_view *view)
{
	const uint8_t *header = f->bytes + view->ip - PPPOE_SIZE;
	size_t said = (size_t)(header[4] << 8 | header[5]), inside = view->end - view->ip + 2;

	if (!view->pppoe)
		return;
	say(t, "pppoe session %u", view->session);
	if (said < inside) /* more is padding, which nobody looks at */
		say(t, "pppoe-len %zu", said);
}

static void network_say(struct text *t, const struct packet_bytes *f, const struct packet_view *view)
{
	if (view->family == 4) {
		if (view->l4 < view->ip + IPV4_SIZE)
			say(t, "ihl %zu", (view->l4 - view->ip) / 4);
		fragment_say(t, view);
		options_say(t, f, view);
	} else {
		extensions_say(t, f, view);
	}
	if (view->protocol == ICMPV6 && view->hops != 64)
		say(t, "ttl %u", view->hops);
	tags_say(t, view);
	session_say(t, f, view);
}

/* A packet that ends before its headers do, or claims to go on behind the frame. */
static void lack_say(struct text *t, const struct packet_bytes *f, const struct packet_view *view)
{
	size_t start = view->family == 4 ? view->ip : view->ip + IPV6_SIZE;
	size_t said = view->end > start ? view->end - start : 0;

	if (view->end > f->length || view->end < view->l4 + l4_size(f, view))
		say(t, "iplen %zu cut %zu", said, f->length);
}

static void ip_describe(struct text *t, const struct packet_bytes *f, const struct packet_view *view)
{
	ends_say(t, view);
	l4_say(t, f, view);
	network_say(t, f, view);
	lack_say(t, f, view);
}

static bool is_named(uint16_t ethertype, const char *wanted)
{
	const char *name = name_of(&ethertype_names, ethertype);

	return name && strcmp(name, wanted) == 0;
}

/* Returns how much of the frame, from `at` on, the language writes for this. */
static size_t kind_say(struct text *t, const struct packet_bytes *f, const struct packet_view *view,
		       size_t at)
{
	size_t left = f->captured > at ? f->captured - at : 0;

	if (view->pppoe) {
		say(t, "ppp 0x%04x session %u", view->ppp, view->session);
		return PPPOE_SIZE;
	}
	if (is_named(view->ethertype, "arp") && left >= ARP_SIZE) {
		say(t, "arp");
		return f->length - at; /* what is behind it, nobody looks at */
	}
	if (view->ethertype == ETHERTYPE_DISCOVERY && left >= DISCOVERY_SIZE) {
		say(t, "pppoe-discovery");
		return DISCOVERY_SIZE;
	}
	if (is_named(view->ethertype, "lldp") || is_named(view->ethertype, "eapol")) {
		say(t, "%s", name_of(&ethertype_names, view->ethertype));
		return 0;
	}
	say(t, "ether 0x%04x", view->ethertype);
	if (!name_of(&ethertype_names, view->ethertype) || left == 0)
		return 0;
	digits_say(t, "data", f->bytes + at, left);
	return left < DIGITS_MAX ? left : DIGITS_MAX;
}

static void ether_describe(struct text *t, const struct packet_bytes *f, const struct packet_view *view)
{
	size_t at = ETHERNET_SIZE + TAG_SIZE * view->tags_count;

	if (at > f->length)
		at = f->length;
	at += kind_say(t, f, view, at);
	if (f->length > at)
		say(t, "len %zu", f->length - at);
	tags_say(t, view);
}

void packet_describe(const struct packet_bytes *frame, char ret[PACKET_TEXT_SIZE])
{
	struct text text = {.text = ret};
	struct packet_view view;

	*ret = '\0';
	packet_view_read(frame, &view);
	if (frame->length < ETHERNET_SIZE || frame->captured < ETHERNET_SIZE)
		digits_say(&text, "hex", frame->bytes, frame->captured);
	else if (view.family)
		ip_describe(&text, frame, &view);
	else
		ether_describe(&text, frame, &view);
}
