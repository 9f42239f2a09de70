// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Step 5: what an ICMP packet is about.
#include <stdio.h>
#include <string.h>

#include "abi/rate.h"

#include "explain.h"
#include "tools/packet/vocabulary.h"
#include "words.h"

enum { QUOTE_SIZE = WORDS_SIZE + 2 * ADDRESS_TEXT_SIZE + 16 };

static void type_words(const struct subject *s, char ret[WORDS_SIZE])
{
	const char *name = icmp_type_name(s->view.type, s->view.family);

	if (name)
		snprintf(ret, WORDS_SIZE, "%s", name);
	else
		snprintf(ret, WORDS_SIZE, "type %u", s->view.type);
}

static void quote_words(const struct subject *s, char ret[QUOTE_SIZE])
{
	const char *name = packet_protocol_name(s->quoted.protocol);
	char from[ADDRESS_TEXT_SIZE], to[ADDRESS_TEXT_SIZE];

	local_words(&s->quoted_ends, from);
	peer_words(&s->quoted_ends, to);
	snprintf(ret, QUOTE_SIZE, "%s from %s to %s", name ? name : "a packet", from, to);
}

static bool quote_is_ours(const struct subject *s)
{
	return memcmp(s->quoted.source, s->view.destination, s->view.family == 4 ? 4 : 16) == 0;
}

static void related_explain(const struct subject *s, struct lines *lines)
{
	char quote[QUOTE_SIZE];

	quote_words(s, quote);
	line_begin(lines, "icmp", "an error about what this box sent: %s", quote);
	if (s->flow_known)
		line_add(lines, ", which is a live flow");
	else
		line_add(lines, ", which a service here answers with");
}

static void unrelated_explain(const struct subject *s, struct lines *lines)
{
	char quote[QUOTE_SIZE];

	if (!s->quotes) {
		line_begin(lines, "icmp", "an error that quotes no packet that can be read");
		return;
	}
	quote_words(s, quote);
	line_begin(lines, "icmp", "an error that quotes %s", quote);
	if (!quote_is_ours(s))
		line_add(lines, ": not sent by the address that the error came to");
	else if (s->quoted.offset > 0)
		line_add(lines, ": a later fragment, which tells no ports");
	else
		line_add(lines, ": no live flow, and no service here sends that");
}

static void echo_reply_explain(const struct subject *s, struct lines *lines)
{
	char peer[ADDRESS_TEXT_SIZE];

	packet_address_format(s->ends.family, s->ends.peer, -1, peer);
	if (s->law->rules->header.state == STATE_NONE)
		line_begin(lines, "icmp", "an echo reply; without state all of them pass");
	else if (s->verdict.reason == REASON_FLOW)
		line_begin(lines, "icmp", "an echo reply: this box has pinged %s with id %u", peer,
			   s->ends.local_port);
	else
		line_begin(lines, "icmp",
			   "an echo reply, but this box has not pinged %s with id %u in the last %d s", peer,
			   s->ends.local_port, FLOW_OTHER_S);
}

static void neighbour_refusal_add(const struct subject *s, struct lines *lines)
{
	if (s->view.type >= 133 && s->view.type <= 136)
		line_add(
			lines,
			": neighbour discovery must have hop limit 255 (this one: %u), be no fragment, and a "
			"router's advertisement must come from a link-local address",
			s->view.hops);
	else if ((s->view.type >= 130 && s->view.type <= 132) || s->view.type == 143)
		line_add(
			lines,
			": multicast listener discovery must have hop limit 1 (this one: %u) and come from a "
			"link-local address",
			s->view.hops);
	else
		line_add(lines, ": not a type that is let in");
}

static void refused_explain(const struct subject *s, struct lines *lines)
{
	char type[WORDS_SIZE];

	type_words(s, type);
	line_begin(lines, "icmp", "%s", type);
	if (icmp_is_echo(s->view.type, s->view.family))
		line_add(lines, ": `essentials` switches `echo` off");
	else if (icmp_is_error(s->view.type, s->view.family))
		line_add(
			lines,
			": `essentials` switches `icmp-error` off, and without state nothing says what it is about");
	else if (s->view.family == 6)
		neighbour_refusal_add(s, lines);
	else
		line_add(lines, ": not a type that is let in");
}

static void rate_explain(const struct subject *s, struct lines *lines)
{
	char peer[ADDRESS_TEXT_SIZE];

	packet_address_format(s->ends.family, s->ends.peer, -1, peer);
	line_begin(lines, "icmp", "an echo request, beyond the %d a second that %s may send", ECHO_PER_SECOND,
		   peer);
	if (s->ends.family == 6)
		line_add(lines, " with its /64");
}

static void essential_explain(const struct subject *s, struct lines *lines)
{
	char type[WORDS_SIZE];

	type_words(s, type);
	line_begin(lines, "icmp", "%s: essential (%s)", type, s->verdict.service);
}

void icmp_explain(const struct subject *s, struct lines *lines)
{
	switch (s->verdict.reason) {
	case REASON_RELATED:
		related_explain(s, lines);
		break;
	case REASON_ICMP_UNRELATED:
		unrelated_explain(s, lines);
		break;
	case REASON_FLOW:
	case REASON_NO_FLOW:
		echo_reply_explain(s, lines);
		break;
	case REASON_RATE_LIMIT:
		rate_explain(s, lines);
		break;
	case REASON_ESSENTIAL:
		essential_explain(s, lines);
		break;
	default:
		refused_explain(s, lines);
		break;
	}
}
