// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/packet/view.h"

#include <string.h>

enum {
	ETHERNET_SIZE = 14,
	PPPOE_SIZE = 8,
	IPV4_SIZE = 20,
	IPV6_SIZE = 40,
	ETHERTYPE_IPV4 = 0x0800,
	ETHERTYPE_IPV6 = 0x86dd,
	ETHERTYPE_PPPOE = 0x8864,
	PPP_IPV4 = 0x0021,
	PPP_IPV6 = 0x0057,
};

enum { HOP_BY_HOP = 0, TCP = 6, UDP = 17, ROUTING = 43, FRAGMENT = 44, AUTH = 51, DESTINATION = 60 };

static uint16_t u16_at(const struct packet_bytes *f, size_t at)
{
	return (uint16_t)(f->bytes[at] << 8 | f->bytes[at + 1]);
}

static uint32_t u32_at(const struct packet_bytes *f, size_t at)
{
	return (uint32_t)u16_at(f, at) << 16 | u16_at(f, at + 2);
}

static bool holds(const struct packet_bytes *f, size_t at, size_t size)
{
	return at <= f->captured && size <= f->captured - at;
}

/* --- behind the IP headers ------------------------------------------------------------------------------------- */

static bool is_icmp(const struct packet_view *view)
{
	return view->protocol == (view->family == 4 ? 1 : 58);
}

static void l4_read(const struct packet_bytes *f, struct packet_view *view)
{
	size_t here = view->end < f->captured ? view->end : f->captured;
	size_t left = here > view->l4 ? here - view->l4 : 0;

	if (view->offset > 0 || view->l4 < view->ip + IPV4_SIZE)
		return;
	if ((view->protocol == TCP || view->protocol == UDP) && left >= 4) {
		view->ports = true;
		view->source_port = u16_at(f, view->l4);
		view->destination_port = u16_at(f, view->l4 + 2);
	}
	if (view->protocol == TCP && left >= 14) {
		view->tcp = true;
		view->flags = f->bytes[view->l4 + 13];
	}
	if (is_icmp(view) && left >= 2) {
		view->icmp = true;
		view->type = f->bytes[view->l4];
		view->code = f->bytes[view->l4 + 1];
	}
}

/* --- IP -------------------------------------------------------------------------------------------------------- */

static bool is_extension(uint8_t protocol)
{
	return protocol == HOP_BY_HOP || protocol == ROUTING || protocol == FRAGMENT || protocol == AUTH ||
	       protocol == DESTINATION;
}

size_t packet_extension_size(uint8_t protocol, const uint8_t *header)
{
	if (protocol == FRAGMENT)
		return 8;
	return protocol == AUTH ? ((size_t)header[1] + 2) * 4 : ((size_t)header[1] + 1) * 8;
}

static void fragment_read(const struct packet_bytes *f, size_t at, struct packet_view *view)
{
	uint16_t field = u16_at(f, at + 2);

	view->fragment = true;
	view->offset = field & 0xfff8;
	view->more = field & 1;
	view->id = u32_at(f, at + 4);
}

/* Ends at the first header that cannot be read, or that is in another fragment. */
static void extensions_read(const struct packet_bytes *f, struct packet_view *view)
{
	for (int i = 0; i < EXTENSIONS_LIMIT && is_extension(view->protocol); i++) {
		size_t at = view->l4;

		if (view->offset > 0 || !holds(f, at, 8))
			return;
		if (view->protocol == FRAGMENT)
			fragment_read(f, at, view);
		view->l4 += packet_extension_size(view->protocol, f->bytes + at);
		view->protocol = f->bytes[at];
	}
}

static bool ipv6_read(const struct packet_bytes *f, size_t at, struct packet_view *view)
{
	if (!holds(f, at, IPV6_SIZE) || f->bytes[at] >> 4 != 6)
		return false;
	view->family = 6;
	memcpy(view->source, f->bytes + at + 8, 16);
	memcpy(view->destination, f->bytes + at + 24, 16);
	view->protocol = f->bytes[at + 6];
	view->hops = f->bytes[at + 7];
	view->ip = at;
	view->l4 = at + IPV6_SIZE;
	view->end = view->l4 + u16_at(f, at + 4);
	extensions_read(f, view);
	return true;
}

static bool ipv4_read(const struct packet_bytes *f, size_t at, struct packet_view *view)
{
	uint16_t field;

	if (!holds(f, at, IPV4_SIZE) || f->bytes[at] >> 4 != 4)
		return false;
	field = u16_at(f, at + 6);
	view->family = 4;
	memcpy(view->source, f->bytes + at + 12, 4);
	memcpy(view->destination, f->bytes + at + 16, 4);
	view->protocol = f->bytes[at + 9];
	view->hops = f->bytes[at + 8];
	view->offset = (uint32_t)(field & 0x1fff) * 8;
	view->more = field & 0x2000;
	view->fragment = view->offset > 0 || view->more;
	view->id = u16_at(f, at + 4);
	view->ip = at;
	view->l4 = at + (size_t)(f->bytes[at] & 15) * 4;
	view->end = at + u16_at(f, at + 2);
	return true;
}

static bool ip_read(const struct packet_bytes *f, size_t at, struct packet_view *view)
{
	bool ipv6 = view->ethertype == ETHERTYPE_IPV6 || view->ppp == PPP_IPV6;

	if (!(ipv6 ? ipv6_read : ipv4_read)(f, at, view))
		return false;
	l4_read(f, view);
	return true;
}

bool packet_view_read_quote(const struct packet_bytes *frame, size_t at, struct packet_view *ret)
{
	struct packet_view view = {0};

	if (!holds(frame, at, 1) || !(frame->bytes[at] >> 4 == 6 ? ipv6_read : ipv4_read)(frame, at, &view))
		return false;
	view.end = frame->captured;
	l4_read(frame, &view);
	*ret = view;
	return true;
}

/* --- in front of IP -------------------------------------------------------------------------------------------- */

static bool is_tag(uint16_t ethertype)
{
	return ethertype == 0x8100 || ethertype == 0x88a8;
}

/* A sound session header bounds what is inside. */
static void pppoe_read(const struct packet_bytes *f, size_t at, struct packet_view *view)
{
	struct packet_bytes inside = *f;
	size_t length;

	if (!holds(f, at, PPPOE_SIZE))
		return;
	length = u16_at(f, at + 4);
	if (f->bytes[at] != 0x11 || f->bytes[at + 1] != 0 || length < 2 || length > f->length - at - 6)
		return;
	view->pppoe = true;
	view->session = u16_at(f, at + 2);
	view->ppp = u16_at(f, at + 6);
	if (inside.captured > at + 6 + length)
		inside.captured = at + 6 + length;
	if (view->ppp == PPP_IPV4 || view->ppp == PPP_IPV6)
		(void)ip_read(&inside, at + PPPOE_SIZE, view);
}

void packet_view_read(const struct packet_bytes *frame, struct packet_view *ret)
{
	size_t at = ETHERNET_SIZE;

	*ret = (struct packet_view){0};
	if (!holds(frame, 0, ETHERNET_SIZE))
		return;
	ret->ethertype = u16_at(frame, at - 2);
	while (is_tag(ret->ethertype) && ret->tags_count < TAGS_MAX && holds(frame, at, 4)) {
		ret->tags[ret->tags_count++] = (struct tag){ret->ethertype, u16_at(frame, at)};
		ret->ethertype = u16_at(frame, at + 2);
		at += 4;
	}
	if (ret->ethertype == ETHERTYPE_PPPOE)
		pppoe_read(frame, at, ret);
	else if (ret->ethertype == ETHERTYPE_IPV4 || ret->ethertype == ETHERTYPE_IPV6)
		(void)ip_read(frame, at, ret);
}
