// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// What would have to be otherwise for the other verdict: a sentence for each reason.
#include <stdio.h>
#include <string.h>

#include "explain.h"
#include "rules/protocol.h"
#include "tools/metrics/words.h"
#include "tools/packet/vocabulary.h"
#include "words.h"

/* --- drops ------------------------------------------------------------------------------------------------------ */

static void nothing_helps(const struct subject *s, struct lines *lines)
{
	line_begin(lines, "to pass",
		   "no rule lets it in: whoever sent it, or what is on the way, is broken or hostile");
	(void)s;
}

static bool essential_is_off(const struct subject *s, enum essential essential)
{
	return !(s->law->rules->header.essentials >> essential & 1);
}

/* `udp: [5060]`, `protocols: [gre]` */
static void entry_words(const struct subject *s, bool peer, char ret[WORDS_SIZE])
{
	uint16_t port = peer ? s->ends.peer_port : s->ends.local_port;
	char name[PROTOCOL_TEXT_SIZE];

	if (has_ports(s->ends.protocol))
		snprintf(ret, WORDS_SIZE, "%s: [%u]", packet_protocol_name(s->ends.protocol), port);
	else
		snprintf(ret, WORDS_SIZE, "protocols: [%s]", protocol_format(s->ends.protocol, name));
}

/* What the box has to do, where a service would learn it. */
static void asking_add(const struct subject *s, struct lines *lines)
{
	uint64_t learning = services_learning(s->law, &s->ends);
	char local[ADDRESS_TEXT_SIZE], peer[ADDRESS_TEXT_SIZE];

	if (s->law->rules->header.state == STATE_NONE || !learning)
		return;
	local_words(&s->ends, local);
	peer_words(&s->ends, peer);
	line_add(lines, "; or this box sends first, from %s to %s: %s lets the answer in", local, peer,
		 s->law->ruleset.services[__builtin_ctzll(learning)].name);
}

/* Not those of extension headers, and not ICMP in the wrong family. */
static bool protocol_listable(uint8_t protocol)
{
	char number[8];
	struct complaint why;

	snprintf(number, sizeof(number), "%u", protocol);
	return has_ports(protocol) || protocol_parse(slice_of(number), &protocol, &why) == 0;
}

/* Towards a client. */
static bool is_dhcp(const struct subject *s)
{
	uint16_t server = s->ends.family == 4 ? 67 : 547, client = s->ends.family == 4 ? 68 : 546;

	return packet_protocol_name(s->ends.protocol) &&
	       strcmp(packet_protocol_name(s->ends.protocol), "udp") == 0 && s->ends.peer_port == server &&
	       s->ends.local_port == client;
}

static void entry_helps(const struct subject *s, struct lines *lines)
{
	char address[ADDRESS_TEXT_SIZE], entry[WORDS_SIZE];

	if (!protocol_listable(s->ends.protocol)) {
		line_begin(lines, "to pass", "no rule lets it in: a service cannot list this protocol");
		return;
	}
	entry_words(s, false, entry);
	packet_address_format(s->ends.family, s->ends.peer, -1, address);
	line_begin(lines, "to pass", "a service that opens it: `{name: ..., %s, peers: [%s]}`", entry,
		   address);
	asking_add(s, lines);
	if (is_dhcp(s) && essential_is_off(s, ESSENTIAL_DHCP))
		line_add(lines, "; or `essentials: {dhcp: true}`");
}

static void ethertype_helps(const struct subject *s, struct lines *lines)
{
	static const struct {
		uint16_t ethertype;
		enum essential essential;
	} kinds[] = {
		{0x0806, ESSENTIAL_ARP},   {0x8863, ESSENTIAL_PPPOE}, {0x8864, ESSENTIAL_PPPOE},
		{0x888e, ESSENTIAL_EAPOL}, {0x88cc, ESSENTIAL_LLDP},
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (s->view.ethertype != kinds[i].ethertype || !essential_is_off(s, kinds[i].essential))
			continue;
		line_begin(lines, "to pass", "`essentials: {%s: true}`", essential_words[kinds[i].essential]);
		return;
	}
	line_begin(lines, "to pass", "no rule lets it in: ucgate passes IP and the essentials");
}

static void orphan_helps(const struct subject *s, struct lines *lines)
{
	line_begin(lines, "to pass",
		   "its first fragment has to pass before it; or `fragments: lenient`, and a service "
		   "with `peers` that hold the source");
	(void)s;
}

/* Which essential an ICMP type is of; false: of none. */
static bool icmp_essential(const struct packet_view *view, enum essential *ret)
{
	bool nd = view->family == 6 && view->type >= 133 && view->type <= 136;
	bool mld = view->family == 6 && ((view->type >= 130 && view->type <= 132) || view->type == 143);

	*ret = nd ? ESSENTIAL_ND : mld ? ESSENTIAL_MLD : ESSENTIAL_ECHO;
	if (icmp_is_error(view->type, view->family))
		*ret = ESSENTIAL_ICMP_ERROR;
	return nd || mld || *ret == ESSENTIAL_ICMP_ERROR || icmp_is_echo(view->type, view->family);
}

static void icmp_helps(const struct subject *s, struct lines *lines)
{
	enum essential essential;

	if (icmp_essential(&s->view, &essential) && essential_is_off(s, essential))
		line_begin(lines, "to pass", "`essentials: {%s: true}`", essential_words[essential]);
	else
		line_begin(
			lines, "to pass",
			"no rule lets this ICMP in; ping, errors about own traffic and sound neighbour discovery "
			"pass");
}

static void unrelated_helps(const struct subject *s, struct lines *lines)
{
	line_begin(lines, "to pass",
		   "an error has to quote a packet that this box has sent, and that is remembered");
	(void)s;
}

static void peer_helps(const struct subject *s, struct lines *lines)
{
	int number = service_number(s->law, s->verdict.service);
	char address[ADDRESS_TEXT_SIZE];
	bool peer = number < 0 || !service_takes_peer(s->law, (unsigned int)number, &s->ends);

	packet_address_format(s->ends.family, peer ? s->ends.peer : s->ends.local, -1, address);
	line_begin(lines, "to pass", "%s in `%s` of service %s", address, peer ? "peers" : "local",
		   s->verdict.service ? s->verdict.service : "");
	asking_add(s, lines);
}

static void expired_helps(const struct subject *s, struct lines *lines)
{
	line_begin(lines, "to pass",
		   "this box sends again, or keeps the flow alive; or a longer `timeout` of service %s",
		   s->verdict.service ? s->verdict.service : "");
}

static void revoked_helps(const struct subject *s, struct lines *lines)
{
	char entry[WORDS_SIZE];

	entry_words(s, true, entry);
	line_begin(lines, "to pass", "a service with `%s` and `direction` out or both takes the flow over",
		   entry);
}

static void asking_helps(const struct subject *s, struct lines *lines)
{
	char local[ADDRESS_TEXT_SIZE], peer[ADDRESS_TEXT_SIZE], entry[WORDS_SIZE];

	local_words(&s->ends, local);
	peer_words(&s->ends, peer);
	if (s->view.icmp) {
		line_begin(lines, "to pass", "this box has to ping %s (id %u) first", peer,
			   s->ends.local_port);
		return;
	}
	if (s->law->rules->header.state == STATE_NONE)
		line_begin(lines, "to pass", "with ACK or RST among its flags it counts as a reply");
	else
		line_begin(lines, "to pass", "this box has to send from %s to %s first", local, peer);
	entry_words(s, false, entry);
	line_add(lines, "; or a service opens it (`%s`)", entry);
}

static void rate_helps(const struct subject *s, struct lines *lines)
{
	if (s->view.icmp)
		line_begin(lines, "to pass", "fewer pings, or the source in `never_block`");
	else
		line_begin(lines, "to pass",
			   "fewer packets, a higher `limit` of service %s, or the source in `never_block`",
			   s->verdict.service ? s->verdict.service : "");
}

static void banned_helps(const struct subject *s, struct lines *lines)
{
	char address[ADDRESS_TEXT_SIZE], text[WORDS_SIZE];
	struct prefix prefix;
	struct ban ban;

	packet_address_format(s->ends.family, s->ends.peer, -1, address);
	if (ban_find(s->law->replica, s->ends.family, s->ends.peer, &prefix, &ban))
		prefixes_words(&(struct prefix_list){.list = &prefix, .count = 1}, text);
	else
		snprintf(text, sizeof(text), "%s", address);
	line_begin(lines, "to pass", "`ucgate unban %s`, or %s in `never_block`", text, address);
}

static void blocklist_helps(const struct subject *s, struct lines *lines)
{
	char address[ADDRESS_TEXT_SIZE];

	packet_address_format(s->ends.family, s->ends.peer, -1, address);
	line_begin(lines, "to pass", "%s off the list, or in `never_block`", address);
}

/* --- passes ----------------------------------------------------------------------------------------------------- */

static void service_hurts(const struct subject *s, struct lines *lines)
{
	char entry[WORDS_SIZE];

	if (s->outbound) {
		line_begin(lines, "otherwise",
			   "nothing drops it: `outbound: enforce` drops only what no service has");
		return;
	}
	entry_words(s, !is_served(s), entry);
	line_begin(lines, "otherwise",
		   "dropped if %s did not list it (`%s`)%s, or its source were banned or on a blocklist",
		   s->verdict.service, entry,
		   s->law->rules->header.state == STATE_NONE ? ""
							     : ", or its `peers` or `local` did not hold it");
}

static void flow_hurts(const struct subject *s, struct lines *lines)
{
	if (s->outbound)
		line_begin(lines, "otherwise",
			   "nothing drops it: `outbound: enforce` drops only what no service has");
	else if (s->law->rules->header.state == STATE_NONE)
		line_begin(lines, "otherwise", "nothing drops it: without state every echo reply passes");
	else if (s->view.icmp)
		line_begin(lines, "otherwise", "dropped (no-flow) if this box had not pinged");
	else
		line_begin(lines, "otherwise",
			   "dropped if this box had not asked, or too long ago, or the source were banned "
			   "or on a blocklist");
}

static void related_hurts(const struct subject *s, struct lines *lines)
{
	line_begin(lines, "otherwise", "dropped (icmp-unrelated) if this box had not sent what it quotes");
	(void)s;
}

static void essential_hurts(const struct subject *s, struct lines *lines)
{
	if (s->outbound)
		line_begin(lines, "otherwise", "nothing drops it");
	else
		line_begin(lines, "otherwise", "dropped with `essentials: {%s: false}`",
			   s->verdict.service ? s->verdict.service : "");
}

static void fragment_hurts(const struct subject *s, struct lines *lines)
{
	line_begin(lines, "otherwise", "dropped (%s) if its first fragment had not passed in the last 30 s",
		   s->outbound ? "with `outbound: enforce`" : "fragment-orphan");
}

static void outbound_changes(const struct subject *s, struct lines *lines)
{
	bool ends = s->known && !s->view.icmp && !s->view.offset &&
		    (!has_ports(s->ends.protocol) || s->view.ports);
	char entry[WORDS_SIZE];

	if (s->verdict.pass && s->law->rules->header.outbound == OUTBOUND_ENFORCE) {
		line_begin(lines, "otherwise", "nothing drops it");
		return;
	}
	line_begin(lines, s->verdict.pass ? "otherwise" : "to pass", "%s",
		   s->verdict.pass ? "`outbound: enforce` drops it" : "`outbound: listed`");
	if (!ends)
		return;
	entry_words(s, true, entry);
	line_add(lines, "%s a service with `%s` and `direction` out or both%s",
		 s->verdict.pass ? ";" : ", or", entry, s->verdict.pass ? " lets the answer in" : "");
}

/* --- which one -------------------------------------------------------------------------------------------------- */

static void (*const remedies[REASON_MAX])(const struct subject *s, struct lines *lines) = {
	[REASON_SERVICE] = service_hurts,
	[REASON_FLOW] = flow_hurts,
	[REASON_RELATED] = related_hurts,
	[REASON_ESSENTIAL] = essential_hurts,
	[REASON_FRAGMENT] = fragment_hurts,
	[REASON_OUTBOUND] = outbound_changes,
	[REASON_MALFORMED] = nothing_helps,
	[REASON_ETHERTYPE] = ethertype_helps,
	[REASON_VLAN_DEPTH] = nothing_helps,
	[REASON_BOGON] = nothing_helps,
	[REASON_SOURCE_ROUTE] = nothing_helps,
	[REASON_TCP_FLAGS] = nothing_helps,
	[REASON_FRAGMENT_INVALID] = nothing_helps,
	[REASON_FRAGMENT_ORPHAN] = orphan_helps,
	[REASON_ICMP] = icmp_helps,
	[REASON_ICMP_UNRELATED] = unrelated_helps,
	[REASON_PROTOCOL] = entry_helps,
	[REASON_PEER] = peer_helps,
	[REASON_EXPIRED] = expired_helps,
	[REASON_REVOKED] = revoked_helps,
	[REASON_NO_FLOW] = asking_helps,
	[REASON_RATE_LIMIT] = rate_helps,
	[REASON_BANNED] = banned_helps,
	[REASON_BLOCKLIST] = blocklist_helps,
	[REASON_NOT_ALLOWED] = entry_helps,
};

void remedy_explain(const struct subject *s, struct lines *lines)
{
	if (remedies[s->verdict.reason])
		remedies[s->verdict.reason](s, lines);
}
