// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/packet/language.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/packet/reader.h"

static const struct name ipv4_option_names[] = {
	{"eol", 0},
	{"nop", 1},
};

static const struct name_list ipv4_options = {ipv4_option_names, COUNT(ipv4_option_names)};

static const struct {
	const char *name;
	const char *bytes;
	size_t size;
} ipv4_option_bytes[] = {
	{"lsrr", "\x83\x07\x04\xc6\x33\x64\x01", 7},
	{"ssrr", "\x89\x07\x04\xc6\x33\x64\x01", 7},
	{"rr", "\x07\x07\x04\x00\x00\x00\x00", 7},
	{"ts", "\x44\x08\x05\x00\x00\x00\x00\x00", 8},
	{"ra", "\x94\x04\x00\x00", 4},
};

/* --- words after the addresses --------------------------------------------------------------------------------- */

static int read_in(struct reader *r, struct packet *p)
{
	(void)r;
	p->outbound = false;
	return 0;
}

static int read_out(struct reader *r, struct packet *p)
{
	(void)r;
	p->outbound = true;
	return 0;
}

static int tag_add(struct reader *r, struct packet *p, uint16_t ethertype)
{
	int64_t id;
	int error = reader_number(r, "a VLAN id", 0xffff, &id);

	if (error)
		return error;
	if (p->tags_count == TAGS_MAX)
		return reader_fail(reader_at_word(r), "more than %d tags", TAGS_MAX);
	p->tags[p->tags_count++] = (struct tag){.ethertype = ethertype, .id = (uint16_t)id};
	return 0;
}

static int read_vlan(struct reader *r, struct packet *p)
{
	return tag_add(r, p, 0x8100);
}

static int read_svlan(struct reader *r, struct packet *p)
{
	return tag_add(r, p, 0x88a8);
}

static int read_tag(struct reader *r, struct packet *p)
{
	int64_t ethertype;
	int error = reader_number(r, "a tag's ethertype", 0xffff, &ethertype);

	return error ? error : tag_add(r, p, (uint16_t)ethertype);
}

static int read_pppoe(struct reader *r, struct packet *p)
{
	(void)r;
	p->pppoe = true;
	return 0;
}

static int read_ppp(struct reader *r, struct packet *p)
{
	p->ppp.kind = NUMBER_ABSOLUTE;
	p->pppoe = true;
	return reader_name(r, "ppp", &ppp_names, 0xffff, &p->ppp.value);
}

static int read_flags(struct reader *r, struct packet *p)
{
	static const char letters[] = TCP_FLAG_LETTERS;
	int64_t value;

	p->flags = 0;
	if (digits_read(r->token.text, r->token.length, &value)) {
		p->flags = (uint16_t)(value & 0xff);
	} else if (!token_is(r, "none")) {
		for (size_t i = 0; i < r->token.length; i++) {
			const char *letter = strchr(letters, r->token.text[i]);

			if (!letter)
				return reader_fail(
					r, "flags are letters of %s, `none` or a number, not \"%.*s\"",
					letters, TOKEN(r));
			p->flags |= (uint16_t)(1u << (letter - letters));
		}
	}
	reader_next(r);
	return 0;
}

static int extension_add(struct reader *r, struct packet *p, struct extension extension)
{
	if (p->family == 4)
		return reader_fail(reader_at_word(r), "extension headers are IPv6's");
	if (p->extensions_count == EXTENSIONS_LIMIT)
		return reader_fail(reader_at_word(r), "more than %d extension headers", EXTENSIONS_LIMIT);
	p->extensions[p->extensions_count++] = extension;
	return 0;
}

/* OFFSET in bytes, with a + when more fragments follow */
static int read_frag(struct reader *r, struct packet *p)
{
	bool more = r->token.length > 1 && r->token.text[r->token.length - 1] == '+';
	struct token token = r->token;
	int64_t offset;

	if (!digits_read(token.text, token.length - more, &offset) || offset % 8 || offset > 65528)
		return reader_fail(
			r,
			"frag needs an offset in bytes, a multiple of 8 up to 65528, then + when more follow");
	reader_next(r);
	if (p->family == 6)
		return extension_add(
			r, p, (struct extension){.type = 44, .offset = (uint16_t)offset, .more = more});
	p->fragment = true;
	p->offset = (uint16_t)offset;
	p->more = more;
	return 0;
}

/* [N]: the length field */
static int extension_read(struct reader *r, struct packet *p, struct extension extension)
{
	int64_t units;

	if (digits_read(r->token.text, r->token.length, &units)) {
		if (units > 255)
			return reader_fail(r, "an extension header's length field is at most 255");
		extension.units = (uint8_t)units;
		reader_next(r);
	}
	return extension_add(r, p, extension);
}

static int read_hbh(struct reader *r, struct packet *p)
{
	return extension_read(r, p, (struct extension){.type = 0});
}

static int read_dst(struct reader *r, struct packet *p)
{
	return extension_read(r, p, (struct extension){.type = 60});
}

static int read_auth(struct reader *r, struct packet *p)
{
	return extension_read(r, p, (struct extension){.type = 51, .units = 4});
}

static int read_route(struct reader *r, struct packet *p)
{
	int64_t type;
	int error = reader_number(r, "route", 255, &type);

	return error ? error
		     : extension_read(
			       r, p,
			       (struct extension){.type = 43, .routing_type = (uint8_t)type, .units = 2});
}

static int read_extlen(struct reader *r, struct packet *p)
{
	struct number *length;

	if (p->extensions_count == 0)
		return reader_fail(reader_at_word(r), "extlen needs an extension header before it");
	length = &p->extensions[p->extensions_count - 1].length;
	length->kind = NUMBER_ABSOLUTE;
	return reader_number(r, "extlen", 255, &length->value);
}

static int options_append(struct reader *r, struct packet *p, const void *bytes, size_t size)
{
	if (p->options_size + size > OPTIONS_MAX)
		return reader_fail(reader_at_word(r), "more than %d bytes of options", OPTIONS_MAX);
	memcpy(p->options + p->options_size, bytes, size);
	p->options_size += size;
	return 0;
}

/* nop, eol, lsrr, ..., or the option's bytes */
static int read_opt(struct reader *r, struct packet *p)
{
	struct octets octets = {0};
	int error;

	if (p->family == 6)
		return reader_fail(reader_at_word(r), "options are IPv4's");
	for (size_t i = 0; i < COUNT(ipv4_option_bytes); i++) {
		if (token_is(r, ipv4_option_bytes[i].name)) {
			reader_next(r);
			return options_append(r, p, ipv4_option_bytes[i].bytes, ipv4_option_bytes[i].size);
		}
	}
	if (name_find(r, &ipv4_options)) {
		uint8_t byte = (uint8_t)name_find(r, &ipv4_options)->number;

		reader_next(r);
		return options_append(r, p, &byte, 1);
	}
	error = reader_hex(r, &octets);
	if (!error)
		error = options_append(r, p, octets.bytes, octets.count);
	free(octets.bytes);
	return error;
}

static int read_type(struct reader *r, struct packet *p)
{
	int row = icmp_type_row(r->token.text, r->token.length);

	if (row >= 0) {
		if (p->family && icmp_type_named(row, p->family) < 0)
			return reader_fail(r, "ICMP has no type \"%.*s\"", TOKEN(r));
		p->type_named = row + 1;
		reader_next(r);
		return 0;
	}
	p->type.kind = NUMBER_ABSOLUTE;
	p->type_named = 0;
	return reader_number(r, "type", 255, &p->type.value);
}

static int read_data(struct reader *r, struct packet *p)
{
	return reader_hex(r, &p->data);
}

static int packet_read(struct reader *r, struct packet *p);

/* ( PACKET ), an IP packet without a frame around it */
static int read_quote(struct reader *r, struct packet *p)
{
	int error;

	if (!token_is(r, "("))
		return reader_fail(r, "quote needs a packet in brackets");
	if (p->quote || r->depth >= 4)
		return reader_fail(reader_at_word(r), "one quote is enough");
	p->quote = calloc(1, sizeof(*p->quote));
	if (!p->quote)
		return -ENOMEM;
	r->depth++;
	reader_next(r);
	error = packet_read(r, p->quote);
	r->depth--;
	if (error)
		return error;
	if (!token_is(r, ")"))
		return reader_fail(r, "the quote's closing bracket is missing");
	if (p->quote->kind != PACKET_IP)
		return reader_fail(r, "only an IP packet can be quoted");
	reader_next(r);
	return 0;
}

static const struct word {
	const char *name;
	int (*read)(struct reader *r, struct packet *p);
} words[] = {
	{"in", read_in},       {"out", read_out},	{"vlan", read_vlan}, {"svlan", read_svlan},
	{"tag", read_tag},     {"pppoe", read_pppoe},	{"ppp", read_ppp},   {"flags", read_flags},
	{"frag", read_frag},   {"hbh", read_hbh},	{"dst", read_dst},   {"auth", read_auth},
	{"route", read_route}, {"extlen", read_extlen}, {"opt", read_opt},   {"type", read_type},
	{"data", read_data},   {"quote", read_quote},
};

/* Words that set one number; a sign makes it a difference where that has a meaning. */
static const struct number_word {
	const char *name;
	size_t field;
	int64_t max;
	bool difference;
} number_words[] = {
	{"len", offsetof(struct packet, length), 200000, false},
	{"pad", offsetof(struct packet, padding), 10000, false},
	{"ttl", offsetof(struct packet, hops), 255, false},
	{"id", offsetof(struct packet, id), 0xffffffff, false},
	{"code", offsetof(struct packet, code), 255, false},
	{"seq", offsetof(struct packet, sequence), 0xffff, false},
	{"version", offsetof(struct packet, version), 15, false},
	{"ihl", offsetof(struct packet, header_length), 15, false},
	{"iplen", offsetof(struct packet, ip_length), 0xffff, true},
	{"udplen", offsetof(struct packet, udp_length), 0xffff, true},
	{"doff", offsetof(struct packet, data_offset), 15, false},
	{"next", offsetof(struct packet, next_header), 255, false},
	{"cut", offsetof(struct packet, cut), 200000, true},
	{"pppoe-type", offsetof(struct packet, pppoe_type), 255, false},
	{"pppoe-code", offsetof(struct packet, pppoe_code), 255, false},
	{"pppoe-len", offsetof(struct packet, pppoe_length), 0xffff, true},
	{"session", offsetof(struct packet, pppoe_session), 0xffff, false},
};

static int number_read(struct reader *r, const struct number_word *word, struct packet *p)
{
	struct number *number = (struct number *)((char *)p + word->field);
	char sign = r->token.length ? r->token.text[0] : '\0';
	int error;

	number->kind = NUMBER_ABSOLUTE;
	if (word->difference && (sign == '+' || sign == '-')) {
		number->kind = NUMBER_RELATIVE;
		r->token.text++;
		r->token.length--;
	}
	error = reader_number(r, word->name, word->max, &number->value);
	if (number->kind == NUMBER_RELATIVE && sign == '-')
		number->value = -number->value;
	return error;
}

static int word_read(struct reader *r, struct packet *p)
{
	r->word = r->token;
	for (size_t i = 0; i < COUNT(words); i++) {
		if (token_is(r, words[i].name)) {
			reader_next(r);
			return words[i].read(r, p);
		}
	}
	for (size_t i = 0; i < COUNT(number_words); i++) {
		if (token_is(r, number_words[i].name)) {
			reader_next(r);
			return number_read(r, &number_words[i], p);
		}
	}
	return reader_fail(r, "no such word: \"%.*s\"", TOKEN(r));
}

/* --- what it is, from where to where --------------------------------------------------------------------------- */

/* ADDRESS, 192.0.2.1:PORT or [2001:db8::1]:PORT; moves on. */
static int end_read(struct reader *r, struct packet *p, uint8_t *address, uint16_t *port, bool *has_port)
{
	const char *text = r->token.text, *end = text + r->token.length, *stop = end, *colon = NULL;
	char copy[INET6_ADDRSTRLEN];
	int64_t number = 0;
	int family;

	if (text == end)
		return reader_fail(r, "an address is due");
	if (*text == '[') {
		text++;
		stop = memchr(text, ']', (size_t)(end - text));
		if (!stop)
			return reader_fail(r, "the address's closing bracket is missing");
		colon = stop + 1 < end && stop[1] == ':' ? stop + 1 : NULL;
	} else if (memchr(text, '.', (size_t)(end - text)) && !memchr(text, ':', strcspn(text, "."))) {
		colon = memchr(text, ':', (size_t)(end - text));
		stop = colon ? colon : end;
	}
	snprintf(copy, sizeof(copy), "%.*s", (int)(stop - text), text);
	family = strchr(copy, ':') ? 6 : 4;
	if (inet_pton(family == 6 ? AF_INET6 : AF_INET, copy, address) != 1)
		return reader_fail(r, "\"%s\" is no address", copy);
	if (p->family && p->family != family)
		return reader_fail(r, "one address is IPv4, the other IPv6");
	if (colon && (!digits_read(colon + 1, (size_t)(end - colon - 1), &number) || number > 65535))
		return reader_fail(r, "\"%.*s\" is no port", (int)(end - colon - 1), colon + 1);
	p->family = family;
	*port = (uint16_t)number;
	*has_port = colon;
	reader_next(r);
	return 0;
}

static int ends_read(struct reader *r, struct packet *p)
{
	bool from = false, to = false;
	int error = end_read(r, p, p->source, &p->source_port, &from);

	if (error)
		return error;
	if (!token_is(r, ">"))
		return reader_fail(r, "a > is due between the addresses");
	reader_next(r);
	error = end_read(r, p, p->destination, &p->destination_port, &to);
	if (error)
		return error;
	if (from != to)
		return reader_fail(r, "give both ports or none");
	p->ports = from;
	return 0;
}

static int kind_read_ip(struct reader *r, struct packet *p)
{
	int64_t protocol;
	int error;

	if (token_is(r, "proto")) {
		reader_next(r);
		error = reader_number(r, "proto", 255, &protocol);
		if (error)
			return error;
	} else {
		const struct name *name = name_find(r, &protocol_names);

		if (!name)
			return reader_fail(r, "no such protocol: \"%.*s\" (any one: `proto N`)", TOKEN(r));
		protocol = name->number;
		reader_next(r);
	}
	p->protocol = (uint8_t)protocol;
	return ends_read(r, p);
}

static int kind_read(struct reader *r, struct packet *p)
{
	int64_t ethertype;
	int error;

	if (token_is(r, "--hex") || token_is(r, "hex")) {
		p->kind = PACKET_BYTES;
		reader_next(r);
		return reader_hex(r, &p->data);
	}
	if (token_is(r, "arp")) {
		p->kind = PACKET_ARP;
		reader_next(r);
		return 0;
	}
	if (token_is(r, "pppoe-discovery")) {
		p->kind = PACKET_DISCOVERY;
		reader_next(r);
		return 0;
	}
	if (token_is(r, "ppp")) {
		p->kind = PACKET_PPP;
		reader_next(r);
		return read_ppp(r, p);
	}
	if (!token_is(r, "ether") && !token_is(r, "lldp") && !token_is(r, "eapol"))
		return kind_read_ip(r, p);
	p->kind = PACKET_ETHER;
	if (token_is(r, "ether"))
		reader_next(r);
	error = reader_name(r, "ether", &ethertype_names, 0xffff, &ethertype);
	p->ethertype = (uint16_t)ethertype;
	return error;
}

/* Ports are due where a whole header is. */
static int packet_check(struct reader *r, const struct packet *p)
{
	bool later = p->offset > 0;

	for (size_t i = 0; i < p->extensions_count; i++)
		later = later || p->extensions[i].offset > 0;
	if (p->kind == PACKET_IP && (p->protocol == 6 || p->protocol == 17) && !p->ports && !later)
		return reader_fail(r, "TCP and UDP need ports, but for a later fragment");
	return 0;
}

static int packet_read(struct reader *r, struct packet *p)
{
	int error;

	p->flags = 1 << 1; /* SYN */
	if (r->token.length == 0)
		return reader_fail(r, "a packet is due: `udp 203.0.113.9:40000 > 192.0.2.10:5060`");
	error = kind_read(r, p);
	while (!error && r->token.length && !token_is(r, ")"))
		error = p->kind == PACKET_BYTES && !token_is(r, "in") && !token_is(r, "out")
				? reader_hex(r, &p->data)
				: word_read(r, p);
	return error ? error : packet_check(r, p);
}

int packet_parse(const char *line, struct packet *ret, struct packet_error *ret_error)
{
	struct reader r = {.line = line, .rest = line, .error = ret_error};
	struct packet packet = {0};
	int error;

	reader_next(&r);
	error = packet_read(&r, &packet);
	if (!error && r.token.length)
		error = reader_fail(&r, "a bracket too many");
	if (error) {
		packet_free(&packet);
		return error;
	}
	*ret = packet;
	return 0;
}

void packet_free(struct packet *packet)
{
	struct packet *quote = packet->quote;

	while (quote) {
		struct packet *inner = quote->quote;

		free(quote->data.bytes);
		free(quote);
		quote = inner;
	}
	free(packet->data.bytes);
	*packet = (struct packet){0};
}
