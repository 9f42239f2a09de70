// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Steps 1 to 4 of the contract, in its order; facts_read() at the end is the list of them.
#include "tests/packets/facts.h"

#include <string.h>

/* --- 1. frame -------------------------------------------------------------------------------------------------- */

static struct opinion judge_pppoe_session(struct facts *f, const struct ruleset *rules)
{
	size_t length, at = f->start;
	uint16_t ppp;

	if (f->end - at < 6)
		return opinion_of(REASON_MALFORMED);
	length = u16_at(f->frame, at + 4);
	if (f->frame[at] != 0x11 || f->frame[at + 1] != 0 || length < 2 || length > f->end - at - 6)
		return opinion_of(REASON_MALFORMED);

	f->end = at + 6 + length;
	f->start = at + 8;
	ppp = u16_at(f->frame, at + 6);
	if (ppp >= 0x8000)
		return opinion_essential(rules, ESSENTIAL_PPPOE, REASON_ETHERTYPE);
	if (ppp != 0x0021 && ppp != 0x0057)
		return opinion_of(REASON_ETHERTYPE);
	f->ethertype = ppp == 0x0021 ? 0x0800 : 0x86dd;
	return no_opinion;
}

static struct opinion judge_ethertype(struct facts *f, const struct ruleset *rules)
{
	size_t left = f->end - f->start;

	switch (f->ethertype) {
	case 0x0800:
	case 0x86dd:
		return no_opinion;
	case 0x0806:
		return left < 28 ? opinion_of(REASON_MALFORMED)
				 : opinion_essential(rules, ESSENTIAL_ARP, REASON_ETHERTYPE);
	case 0x8863:
		return left < 6 ? opinion_of(REASON_MALFORMED)
				: opinion_essential(rules, ESSENTIAL_PPPOE, REASON_ETHERTYPE);
	case 0x8864:
		return judge_pppoe_session(f, rules);
	case 0x888e:
		return opinion_essential(rules, ESSENTIAL_EAPOL, REASON_ETHERTYPE);
	case 0x88cc:
		return opinion_essential(rules, ESSENTIAL_LLDP, REASON_ETHERTYPE);
	default:
		return opinion_of(REASON_ETHERTYPE);
	}
}

static bool is_tag(uint16_t ethertype)
{
	return ethertype == 0x8100 || ethertype == 0x88a8;
}

static struct opinion judge_frame(struct facts *f, const struct ruleset *rules)
{
	if (f->end < ETHERNET_SIZE)
		return opinion_of(REASON_MALFORMED);
	f->ethertype = u16_at(f->frame, 12);
	f->start = ETHERNET_SIZE;
	for (int tags = 0; is_tag(f->ethertype); tags++) {
		if (tags == 2)
			return opinion_of(REASON_VLAN_DEPTH);
		if (f->end - f->start < 4)
			return opinion_of(REASON_MALFORMED);
		f->ethertype = u16_at(f->frame, f->start + 2);
		f->start += 4;
	}
	return judge_ethertype(f, rules);
}

/* --- 2. IP ----------------------------------------------------------------------------------------------------- */

static enum reason judge_ipv4_options(const uint8_t *option, size_t left)
{
	while (left > 0 && option[0] != 0) {
		size_t length;

		if (option[0] == 131 || option[0] == 137)
			return REASON_SOURCE_ROUTE;
		if (option[0] == 1) {
			option++;
			left--;
			continue;
		}
		if (left < 2)
			return REASON_MALFORMED;
		length = option[1];
		if (length < 2 || length > left)
			return REASON_MALFORMED;
		option += length;
		left -= length;
	}
	return REASON_NONE;
}

static enum reason judge_ipv4(struct facts *f)
{
	const uint8_t *ip = f->frame + f->start;
	size_t header, total;
	uint16_t fragment;

	if (f->end - f->start < IPV4_SIZE || ip[0] >> 4 != 4)
		return REASON_MALFORMED;
	header = (size_t)(ip[0] & 15) * 4;
	total = u16_at(ip, 2);
	if (header < IPV4_SIZE || total < header || total > f->end - f->start)
		return REASON_MALFORMED;

	f->end = f->start + total;
	f->family = 4;
	memcpy(f->source, ip + 12, 4);
	memcpy(f->destination, ip + 16, 4);
	f->hops = ip[8];
	f->protocol = ip[9];
	f->l4 = f->data = f->start + header;
	fragment = u16_at(ip, 6);
	f->offset = (fragment & 0x1fffu) * 8;
	f->more = fragment & 0x2000;
	f->fragment = f->offset || f->more;
	f->fragment_id = u16_at(ip, 4);
	f->fragment_protocol = f->protocol;
	return judge_ipv4_options(ip + IPV4_SIZE, header - IPV4_SIZE);
}

bool is_extension(uint8_t protocol)
{
	return protocol == HOP_BY_HOP || protocol == DESTINATION || protocol == ROUTING ||
	       protocol == FRAGMENT || protocol == AH;
}

size_t extension_size(uint8_t type, const uint8_t *header)
{
	if (type == FRAGMENT)
		return 8;
	return type == AH ? ((size_t)header[1] + 2) * 4 : ((size_t)header[1] + 1) * 8;
}

/* In a first fragment, what is cut is for step 4 to judge. */
static enum reason judge_cut(struct facts *f, enum reason whole)
{
	if (!f->fragment)
		return whole;
	f->cut_first = true;
	return REASON_NONE;
}

static void read_fragment_header(struct facts *f, const uint8_t *header)
{
	uint16_t fragment = u16_at(header, 2);

	f->fragment_header = true;
	f->offset = fragment & 0xfff8u;
	f->more = fragment & 1;
	f->fragment = f->offset || f->more;
	f->data = f->l4 + 8;
	f->fragment_id = (uint32_t)u16_at(header, 4) << 16 | u16_at(header, 6);
	f->fragment_protocol = header[0];
}

/* One extension header at f->l4, of type f->protocol; on no opinion f points behind it, unless it was cut. */
static enum reason judge_extension(struct facts *f, int count)
{
	const uint8_t *header = f->frame + f->l4;
	size_t size, left = f->end - f->l4;

	if (count >= EXTENSIONS_MAX || (f->protocol == HOP_BY_HOP && count > 0) ||
	    (f->protocol == FRAGMENT && f->fragment_header))
		return REASON_MALFORMED;
	if (left < EXTENSION_MIN)
		return judge_cut(f, REASON_MALFORMED);
	size = extension_size(f->protocol, header);
	if (f->protocol == ROUTING && header[2] == 0 && !(f->fragment && size > left))
		return REASON_SOURCE_ROUTE;
	if (size > left)
		return judge_cut(f, REASON_MALFORMED);
	if (f->protocol == FRAGMENT)
		read_fragment_header(f, header);
	f->protocol = header[0];
	f->l4 += size;
	return REASON_NONE;
}

static enum reason judge_ipv6(struct facts *f)
{
	const uint8_t *ip = f->frame + f->start;
	size_t payload;

	if (f->end - f->start < IPV6_SIZE || ip[0] >> 4 != 6)
		return REASON_MALFORMED;
	payload = u16_at(ip, 4);
	if (payload > f->end - f->start - IPV6_SIZE)
		return REASON_MALFORMED;

	f->l4 = f->start + IPV6_SIZE;
	f->end = f->l4 + payload;
	f->family = 6;
	memcpy(f->source, ip + 8, 16);
	memcpy(f->destination, ip + 24, 16);
	f->protocol = ip[6];
	f->hops = ip[7];
	for (int count = 0; is_extension(f->protocol); count++) {
		enum reason reason = judge_extension(f, count);

		if (reason || f->cut_first || f->offset)
			return reason;
	}
	return f->protocol == NONE ? REASON_PROTOCOL : REASON_NONE;
}

bool is_icmp(const struct facts *f)
{
	return f->protocol == (f->family == 4 ? ICMP : ICMPV6);
}

static enum reason judge_udp(struct facts *f, size_t left)
{
	size_t length;

	if (left < UDP_SIZE)
		return judge_cut(f, REASON_MALFORMED);
	length = u16_at(f->frame, f->l4 + 4);
	if (length < UDP_SIZE)
		return REASON_MALFORMED;
	return length > left && !f->fragment ? REASON_MALFORMED : REASON_NONE;
}

static enum reason judge_tcp(struct facts *f, size_t left)
{
	size_t header;

	if (left < TCP_SIZE)
		return judge_cut(f, REASON_MALFORMED);
	header = (size_t)(f->frame[f->l4 + 12] >> 4) * 4;
	if (header < TCP_SIZE)
		return REASON_MALFORMED;
	return header > left ? judge_cut(f, REASON_MALFORMED) : REASON_NONE;
}

static enum reason judge_l4(struct facts *f)
{
	size_t left = f->end - f->l4;

	if (f->protocol == UDP)
		return judge_udp(f, left);
	if (f->protocol == TCP)
		return judge_tcp(f, left);
	if (is_icmp(f) && left < ICMP_SIZE)
		return judge_cut(f, REASON_MALFORMED);
	return REASON_NONE;
}

static enum reason judge_ip(struct facts *f)
{
	enum reason reason = f->ethertype == 0x0800 ? judge_ipv4(f) : judge_ipv6(f);

	if (reason || f->cut_first || f->offset)
		return reason;
	return judge_l4(f);
}

/* --- 3. source ------------------------------------------------------------------------------------------------- */

uint8_t icmp_type(const struct facts *f)
{
	return f->frame[f->l4];
}

bool is_nd(const struct facts *f)
{
	return f->family == 6 && is_icmp(f) && icmp_type(f) >= 133 && icmp_type(f) <= 136;
}

bool is_mld(const struct facts *f)
{
	uint8_t type = icmp_type(f);

	return f->family == 6 && is_icmp(f) && ((type >= 130 && type <= 132) || type == 143);
}

static bool is_bogon_ipv4(const uint8_t *address)
{
	return address[0] == 0 || address[0] == 127 || address[0] >= 224;
}

bool is_unspecified(const uint8_t *address)
{
	static const uint8_t zero[16];

	return memcmp(address, zero, 16) == 0;
}

static bool is_bogon_ipv6(const uint8_t *address)
{
	static const uint8_t loopback[16] = {[15] = 1};
	static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};

	return address[0] == 0xff || is_unspecified(address) || memcmp(address, loopback, 16) == 0 ||
	       memcmp(address, mapped, 12) == 0;
}

static enum reason judge_source(const struct facts *f)
{
	bool whole_l4 = !f->cut_first && f->offset == 0;

	if (f->family == 6 && is_unspecified(f->source) && whole_l4 && (is_nd(f) || is_mld(f)))
		return REASON_NONE;
	if (memcmp(f->source, f->destination, f->family == 4 ? 4 : 16) == 0)
		return REASON_BOGON;
	if (f->family == 4 ? is_bogon_ipv4(f->source) : is_bogon_ipv6(f->source))
		return REASON_BOGON;
	return REASON_NONE;
}

/* --- 4. fragments ---------------------------------------------------------------------------------------------- */

static enum reason judge_fragment(const struct facts *f)
{
	size_t length = f->end - f->data;

	if (!f->fragment)
		return REASON_NONE;
	if (f->cut_first)
		return REASON_FRAGMENT_INVALID;
	if (f->family == 4 && f->offset == 8 && f->protocol == TCP)
		return REASON_FRAGMENT_INVALID;
	if (f->offset + length > DATAGRAM_MAX || (f->more && length % 8 != 0))
		return REASON_FRAGMENT_INVALID;
	if (f->offset)
		return REASON_FRAGMENT_ORPHAN;
	return is_nd(f) && !f->outbound ? REASON_ICMP : REASON_NONE;
}

/* The steps that know no more than the IP headers. */
struct opinion facts_read(struct facts *f, const struct ruleset *rules)
{
	struct opinion opinion = judge_frame(f, rules);

	if (opinion.reason)
		return opinion;
	return opinion_of(judge_ip(f) ?: (f->outbound ? REASON_NONE : judge_source(f)) ?: judge_fragment(f));
}
