// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Section 6: what becomes of what this box sends.
#include <string.h>

#include "explain.h"
#include "words.h"

static void taught_explain(const struct subject *s, struct lines *lines)
{
	const char *service = s->verdict.service ? s->verdict.service : "other";
	char local[ADDRESS_TEXT_SIZE], peer[ADDRESS_TEXT_SIZE], idle[WORDS_SIZE];
	struct flow flow;

	local_words(&s->ends, local);
	peer_words(&s->ends, peer);
	duration_words(flow_idle_s(s->law, &s->ends, NULL, service), idle);
	if (strcmp(service, "other") == 0)
		line_begin(lines, "service",
			   "none lists it; `outbound: any` lets every TCP and UDP packet ask");
	else
		line_begin(lines, "service", "%s lets this box ask there", service);
	line_begin(lines, "flow", "%s: what %s sends to %s comes in, until nothing has passed for %s",
		   s->flow_known ? "known already" : "learned now", peer, local, idle);
	if (flow_find(s->law->replica, &s->ends, &flow) && flow.state & FLOW_CLOSING)
		line_add(lines, "; but this packet ends it, and %d s are left", FLOW_CLOSING_S);
}

static void served_explain(const struct subject *s, struct lines *lines)
{
	char port[WORDS_SIZE];

	port_words(s->ends.protocol, s->view.ports, s->ends.local_port, port);
	if (s->law->rules->header.state == STATE_NONE)
		line_begin(lines, "service", "%s lists one of its ports; without state nothing is learned",
			   s->verdict.service);
	else
		line_begin(lines, "service",
			   "%s opens %s, so it answers as server: what comes back needs no flow",
			   s->verdict.service, port);
}

static void essential_explain(const struct subject *s, struct lines *lines)
{
	line_begin(lines, "essential", "%s: outbound always passes, whatever the switches",
		   s->verdict.service);
	if (is_essential(s, ESSENTIAL_ECHO) && s->law->rules->header.state == STATE_TRACKED && s->view.icmp &&
	    s->view.type == (s->view.family == 4 ? 8 : 128))
		line_add(lines, "; the reply may come in");
}

/* What keeps a service that lists the port from letting the box ask. */
static void asking_explain(const struct subject *s, struct lines *lines)
{
	uint64_t asking = services_asking(s->law, &s->ends);
	char port[WORDS_SIZE];

	port_words(s->ends.protocol, s->view.ports, s->ends.peer_port, port);
	if (!asking) {
		line_begin(lines, "service", "none lets this box ask %s of anybody", port);
		return;
	}
	line_begin(lines, "service", "%s lists %s, but not for ",
		   s->law->ruleset.services[__builtin_ctzll(asking)].name, port);
	if (s->view.tcp && s->view.flags & 4)
		line_add(lines, "a reset: it asks for nothing");
	else
		line_add(lines, "these addresses, or this local port");
}

static void nobodys_explain(const struct subject *s, struct lines *lines)
{
	static const char *const words[] = {
		[OUTBOUND_LISTED] = "`outbound: listed` lets it pass, and no answer comes in",
		[OUTBOUND_ANY] = "`outbound: any` lets it pass, and learns nothing from it",
		[OUTBOUND_ENFORCE] = "`outbound: enforce` lets only pass what a service lists",
	};

	if (s->known && s->view.offset == 0 && !s->view.icmp && s->law->rules->header.state == STATE_TRACKED)
		asking_explain(s, lines);
	else
		line_begin(lines, "service", "no service has a packet like this");
	line_begin(lines, "outbound", "%s", words[s->law->rules->header.outbound % 3]);
	if (s->law->rules->header.outbound == OUTBOUND_ENFORCE && s->verdict.pass)
		line_add(lines, ", but a reset of what it lists does no harm");
}

void outbound_explain(const struct subject *s, struct lines *lines)
{
	switch (s->verdict.reason) {
	case REASON_FLOW:
		taught_explain(s, lines);
		break;
	case REASON_SERVICE:
		served_explain(s, lines);
		break;
	case REASON_ESSENTIAL:
		essential_explain(s, lines);
		break;
	case REASON_FRAGMENT:
		headers_explain(s, lines);
		break;
	default:
		nobodys_explain(s, lines);
		break;
	}
}
