// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// What is wrong with a frame that the program calls malformed: the first thing that a person would point at.
#include "explain.h"

enum {
	ETHERNET_SIZE = 14,
	TAG_SIZE = 4,
	PPPOE_SIZE = 8,
	ARP_SIZE = 28,
	DISCOVERY_SIZE = 6,
	IPV4_SIZE = 20,
	IPV6_SIZE = 40,
	UDP_SIZE = 8,
	TCP_SIZE = 20,
	ICMP_SIZE = 8,
};

enum {
	TYPE_IPV4 = 0x0800,
	TYPE_IPV6 = 0x86dd,
	TYPE_ARP = 0x0806,
	TYPE_DISCOVERY = 0x8863,
	TYPE_SESSION = 0x8864
};

enum { TCP = 6, UDP = 17 };

static unsigned int u16_at(const struct subject *s, size_t at)
{
	return (unsigned int)(s->frame.bytes[at] << 8 | s->frame.bytes[at + 1]);
}

/* Where what is behind the tags begins. */
static size_t body_at(const struct subject *s)
{
	return ETHERNET_SIZE + TAG_SIZE * s->view.tags_count;
}

static size_t body_size(const struct subject *s)
{
	return s->frame.length > body_at(s) ? s->frame.length - body_at(s) : 0;
}

static void session_explain(const struct subject *s, struct lines *lines)
{
	size_t at = body_at(s);

	if (body_size(s) < PPPOE_SIZE)
		line_begin(lines, "frame", "it ends inside its PPPoE header");
	else if (s->frame.bytes[at] != 0x11 || s->frame.bytes[at + 1])
		line_begin(lines, "frame",
			   "a PPPoE session header of type 0x%02x, code %u: 0x11 and 0 are due",
			   s->frame.bytes[at], s->frame.bytes[at + 1]);
	else
		line_begin(lines, "frame", "its PPPoE header says %u bytes, %zu are there", u16_at(s, at + 4),
			   body_size(s) - 6);
}

static void frame_explain(const struct subject *s, struct lines *lines)
{
	unsigned int type = s->view.ethertype;

	if (s->frame.length < ETHERNET_SIZE)
		line_begin(lines, "frame", "%zu bytes are no Ethernet header", s->frame.length);
	else if (type == 0x8100 || type == 0x88a8)
		line_begin(lines, "frame", "it ends inside a VLAN tag");
	else if (type == TYPE_ARP)
		line_begin(lines, "frame", "ARP takes %d bytes, here are %zu", ARP_SIZE, body_size(s));
	else if (type == TYPE_DISCOVERY)
		line_begin(lines, "frame", "PPPoE discovery takes %d bytes, here are %zu", DISCOVERY_SIZE,
			   body_size(s));
	else if (type == TYPE_SESSION && !s->view.pppoe)
		session_explain(s, lines);
	else
		line_begin(
			lines, "headers",
			"its type promises IP, but no IP header of that version is there, or not a whole one");
}

/* Bytes behind the IP headers, as far as both the packet and the frame go. */
static size_t l4_left(const struct subject *s)
{
	size_t end = s->view.end < s->frame.length ? s->view.end : s->frame.length;

	return end > s->view.l4 ? end - s->view.l4 : 0;
}

static size_t l4_least(const struct subject *s)
{
	if (s->view.protocol == TCP)
		return TCP_SIZE;
	return s->view.protocol == UDP ? UDP_SIZE : ICMP_SIZE;
}

static void l4_explain(const struct subject *s, struct lines *lines)
{
	size_t left = l4_left(s), at = s->view.l4;

	if (left < l4_least(s))
		line_begin(lines, "headers", "%zu bytes are left for a header that takes %zu", left,
			   l4_least(s));
	else if (s->view.protocol == TCP)
		line_begin(lines, "headers",
			   "TCP says that its header has %d bytes: at least 20, at most %zu are due",
			   (s->frame.bytes[at + 12] >> 4) * 4, left);
	else if (s->view.protocol == UDP)
		line_begin(lines, "headers", "UDP says %u bytes: at least 8, at most %zu are due",
			   u16_at(s, at + 4), left);
	else
		line_begin(lines, "headers", "a header is cut, inconsistent, or one too many");
}

static void ipv4_explain(const struct subject *s, struct lines *lines)
{
	size_t header = s->view.l4 - s->view.ip, total = s->view.end - s->view.ip;

	if (header < IPV4_SIZE)
		line_begin(lines, "headers", "an IPv4 header of %zu bytes: at least %d are due", header,
			   IPV4_SIZE);
	else if (s->view.end > s->frame.length)
		line_begin(lines, "headers", "the IP header says %zu bytes, %zu are there", total,
			   s->frame.length - s->view.ip);
	else if (total < header)
		line_begin(lines, "headers", "the IP header says %zu bytes, less than the %zu of its own",
			   total, header);
	else if (header > IPV4_SIZE && l4_left(s) >= l4_least(s))
		line_begin(lines, "headers", "an IP option whose length is below 2 or beyond the header");
	else
		l4_explain(s, lines);
}

static void ipv6_explain(const struct subject *s, struct lines *lines)
{
	if (s->view.end > s->frame.length)
		line_begin(lines, "headers", "the IPv6 header says %zu bytes, %zu are there",
			   s->view.end - s->view.ip - IPV6_SIZE, s->frame.length - s->view.ip - IPV6_SIZE);
	else if (s->view.l4 > s->view.ip + IPV6_SIZE)
		line_begin(
			lines, "headers",
			"its extension headers run past the end, are more than six, out of order, or what they "
			"lead to is cut");
	else
		l4_explain(s, lines);
}

void defect_explain(const struct subject *s, struct lines *lines)
{
	if (!s->known)
		frame_explain(s, lines);
	else if (s->view.family == 4)
		ipv4_explain(s, lines);
	else
		ipv6_explain(s, lines);
}
