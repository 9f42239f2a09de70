// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Steps 1 to 4, 6 and 7: what the headers say by themselves.
#include <stdio.h>
#include <string.h>

#include "abi/fragment.h"

#include "explain.h"
#include "tools/metrics/words.h"
#include "words.h"

/* `Ethernet, 2 VLAN tags, PPPoE, IPv4, udp` */
static void layers_add(const struct subject *s, struct lines *lines)
{
	if (s->view.tags_count)
		line_add(lines, ", %zu VLAN tag%s", s->view.tags_count, s->view.tags_count > 1 ? "s" : "");
	if (s->view.pppoe)
		line_add(lines, ", PPPoE");
	if (!s->known)
		return;
	line_add(lines, ", IPv%d, ", s->view.family);
	if (packet_protocol_name(s->view.protocol))
		line_add(lines, "%s", packet_protocol_name(s->view.protocol));
	else
		line_add(lines, "protocol %u", s->view.protocol);
	line_add(lines, "%s", s->view.fragment ? ", a fragment" : "");
}

static void sound_explain(const struct subject *s, struct lines *lines)
{
	line_begin(lines, "headers", "Ethernet");
	layers_add(s, lines);
	line_add(lines, ": whole and sound");
	if (!s->outbound && s->known && !is_essential(s, ESSENTIAL_ND) && !is_essential(s, ESSENTIAL_MLD))
		line_add(lines, ", from a possible source");
	if (!s->outbound && s->view.tcp)
		line_add(lines, ", with possible flags");
}

/* --- what decided ----------------------------------------------------------------------------------------------- */

static void ethertype_explain(const struct subject *s, struct lines *lines)
{
	if (s->view.pppoe)
		line_begin(lines, "frame", "PPP protocol 0x%04x is neither IP nor a control protocol",
			   s->view.ppp);
	else if (s->view.ethertype < 0x0600)
		line_begin(lines, "frame", "an 802.3 frame (spanning tree, IPX): no ethertype, so no IP");
	else
		line_begin(lines, "frame",
			   "ethertype 0x%04x is neither IP nor an essential protocol that is let in",
			   s->view.ethertype);
}

static void vlan_depth_explain(const struct subject *s, struct lines *lines)
{
	line_begin(lines, "frame", "%zu VLAN tags: at most two are looked through", s->view.tags_count);
}

static void bogon_explain(const struct subject *s, struct lines *lines)
{
	char from[ADDRESS_TEXT_SIZE];

	packet_address_format(s->ends.family, s->ends.peer, -1, from);
	if (memcmp(s->ends.peer, s->ends.local, s->ends.family == 4 ? 4 : 16) == 0)
		line_begin(lines, "source", "%s is both source and destination: nobody sends that", from);
	else
		line_begin(lines, "source",
			   "nobody can have the address %s (unspecified, loopback, multicast or reserved)",
			   from);
}

static void source_route_explain(const struct subject *s, struct lines *lines)
{
	line_begin(
		lines, "headers", "%s",
		s->view.family == 6
			? "a routing header of type 0: the sender wants to say which way the answer goes"
			: "a source route (LSRR or SSRR) among the IP options: the sender wants to say which way it goes");
}

static void tcp_flags_explain(const struct subject *s, struct lines *lines)
{
	line_begin(
		lines, "flags",
		"TCP flags that no real stack sends (none at all, SYN with FIN or RST, FIN without ACK): a scanner");
	(void)s;
}

static void fragment_invalid_explain(const struct subject *s, struct lines *lines)
{
	if (s->view.offset == 0)
		line_begin(
			lines, "fragment",
			"a first fragment that ends inside its headers, or whose length is no multiple of 8");
	else
		line_begin(
			lines, "fragment",
			"a fragment at %u that cannot be part of a packet: it would overwrite the header, go "
			"beyond 65535 bytes, or its length is no multiple of 8",
			s->view.offset);
}

static void fragment_orphan_explain(const struct subject *s, struct lines *lines)
{
	line_begin(
		lines, "fragment",
		"a later fragment (at %u, id %u) of a packet whose first fragment has not passed in the last %d s",
		s->view.offset, s->view.id, FRAGMENT_S);
}

static void fragment_explain(const struct subject *s, struct lines *lines)
{
	line_begin(lines, "fragment", "a later fragment (at %u, id %u)", s->view.offset, s->view.id);
	if (!s->outbound && s->law->rules->header.fragments == FRAGMENTS_LENIENT)
		line_add(lines,
			 ": its first one has passed, or (`fragments: lenient`) a service names its source");
	else
		line_add(lines, ": its first one has passed");
	if (s->verdict.service)
		line_add(lines, ", for %s", s->verdict.service);
}

/* --- which one -------------------------------------------------------------------------------------------------- */

static const struct {
	enum reason reason;
	bool sound; /* so the headers are, and it is said */
	void (*explain)(const struct subject *s, struct lines *lines);
} steps[] = {
	{REASON_MALFORMED, false, defect_explain},
	{REASON_ETHERTYPE, false, ethertype_explain},
	{REASON_VLAN_DEPTH, false, vlan_depth_explain},
	{REASON_SOURCE_ROUTE, false, source_route_explain},
	{REASON_BOGON, false, bogon_explain},
	{REASON_FRAGMENT_INVALID, false, fragment_invalid_explain},
	{REASON_FRAGMENT_ORPHAN, true, fragment_orphan_explain},
	{REASON_FRAGMENT, true, fragment_explain},
	{REASON_TCP_FLAGS, false, tcp_flags_explain},
};

void headers_explain(const struct subject *s, struct lines *lines)
{
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		if (steps[i].reason != s->verdict.reason)
			continue;
		if (steps[i].sound)
			sound_explain(s, lines);
		steps[i].explain(s, lines);
		return;
	}
	sound_explain(s, lines);
}
