// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Steps 8 to 10: services, flows, and why nothing matched.
#include <inttypes.h>
#include <string.h>

#include "explain.h"
#include "words.h"

enum { SERVICES_SHOWN = 4 };

#define NS_PER_S 1000000000ull

static void local_port_words(const struct subject *s, char ret[WORDS_SIZE])
{
	port_words(s->ends.protocol, s->view.ports, s->ends.local_port, ret);
}

/* --- step 8 ----------------------------------------------------------------------------------------------------- */

/* Why a service does not open its port to this packet. */
static void misfit_add(const struct subject *s, const struct service *service, unsigned int number,
		       struct lines *lines)
{
	char address[ADDRESS_TEXT_SIZE], list[WORDS_SIZE];
	bool peer = !service_takes_peer(s->law, number, &s->ends);

	packet_address_format(s->ends.family, peer ? s->ends.peer : s->ends.local, -1, address);
	prefixes_words(peer ? &service->peers : &service->local, list);
	line_add(lines, ", but its %s (%s) %s not include %s", peer ? "peers" : "local addresses", list, "do",
		 address);
}

static void limit_add(const struct service *service, struct lines *lines)
{
	const struct rate *one = &service->per_source, *all = &service->total;

	if (one->packets)
		line_add(lines, "; limit %u/%c burst %u for a source", one->packets,
			 one->period_s == 60 ? 'm' : 's', one->burst);
	if (all->packets)
		line_add(lines, "%s %u/%c burst %u in total", one->packets ? "," : "; limit", all->packets,
			 all->period_s == 60 ? 'm' : 's', all->burst);
}

static void fit_add(const struct service *service, struct lines *lines)
{
	char list[WORDS_SIZE];

	prefixes_words(&service->peers, list);
	if (service->peers.count)
		line_add(lines, " to its peers (%s)", list);
	else
		line_add(lines, " to everybody");
	limit_add(service, lines);
}

/* True: it opens its port to this packet, and the search ends here. */
static bool server_explain(const struct subject *s, unsigned int number, struct lines *lines)
{
	const struct service *service = &s->law->ruleset.services[number];
	bool fits =
		service_takes_peer(s->law, number, &s->ends) && service_takes_local(s->law, number, &s->ends);
	char port[WORDS_SIZE];

	local_port_words(s, port);
	line_begin(lines, "service", "%s %s %s", service->name, fits ? "opens" : "lists", port);
	if (fits)
		fit_add(service, lines);
	else
		misfit_add(s, service, number, lines);
	return fits;
}

static bool ports_hold(const struct port_list *ports, uint16_t port)
{
	for (size_t i = 0; i < ports->count; i++) {
		if (ports->list[i].first <= port && port <= ports->list[i].last)
			return true;
	}
	return false;
}

static bool service_lists(const struct service *service, uint8_t protocol, uint16_t port)
{
	return has_ports(protocol) && ports_hold(protocol == 6 ? &service->tcp : &service->udp, port);
}

/* Services that list the port and do not open it: what one falls for when reading the rule file. */
static void closed_add(const struct subject *s, struct lines *lines)
{
	for (size_t i = 0; i < s->law->ruleset.services_count; i++) {
		const struct service *service = &s->law->ruleset.services[i];

		if (!service_lists(service, s->ends.protocol, s->ends.local_port))
			continue;
		if (service->dynamic)
			line_add(
				lines,
				"; %s is dynamic: it opens none of its ports, only what the box sends first is answered",
				service->name);
		else if (service->direction == DIRECTION_OUT)
			line_add(lines,
				 "; %s has `direction: out`: this box may ask there, nobody may ask it",
				 service->name);
	}
}

static void servers_explain(const struct subject *s, struct lines *lines)
{
	uint64_t serving = services_serving(s->law, &s->ends);
	char port[WORDS_SIZE];

	if (!serving) {
		local_port_words(s, port);
		line_begin(lines, "service", "none opens %s", port);
		closed_add(s, lines);
		return;
	}
	for (unsigned int shown = 0; serving && shown < SERVICES_SHOWN; shown++, serving &= serving - 1) {
		if (server_explain(s, (unsigned int)__builtin_ctzll(serving), lines))
			return;
	}
}

/* `state: none`: one step for both, and the service that the program named. */
static void stateless_explain(const struct subject *s, struct lines *lines)
{
	char port[WORDS_SIZE], peer_port[WORDS_SIZE];

	local_port_words(s, port);
	port_words(s->ends.protocol, s->view.ports, s->ends.peer_port, peer_port);
	if (!s->verdict.service)
		line_begin(lines, "service",
			   "none lists %s here, or %s as the other end's, for these addresses%s", port,
			   peer_port,
			   s->view.tcp && !(s->view.flags & 20) ? " (and a reply has ACK or RST)" : "");
	else if (is_served(s))
		line_begin(lines, "service", "%s lists %s; without state that is enough", s->verdict.service,
			   port);
	else
		line_begin(lines, "service",
			   "%s lists %s as the other end's; without state that makes it a reply",
			   s->verdict.service, peer_port);
}

void services_explain(const struct subject *s, struct lines *lines)
{
	if (s->law->rules->header.state == STATE_NONE)
		stateless_explain(s, lines);
	else
		servers_explain(s, lines);
	if (s->verdict.reason == REASON_RATE_LIMIT)
		line_add(lines, ": this packet is beyond it");
}

/* --- step 9 ----------------------------------------------------------------------------------------------------- */

/* `no-flow`: what it looks like a reply of. */
static void reply_add(const struct subject *s, struct lines *lines)
{
	uint64_t clients = services_answered_by(s->law, &s->ends);
	char port[WORDS_SIZE];

	port_words(s->ends.protocol, s->view.ports, s->ends.peer_port, port);
	if (clients)
		line_add(lines, "; it comes from %s, where %s lets this box ask: a reply to nothing", port,
			 s->law->ruleset.services[__builtin_ctzll(clients)].name);
}

static void flow_missing_explain(const struct subject *s, struct lines *lines)
{
	char local[ADDRESS_TEXT_SIZE], peer[ADDRESS_TEXT_SIZE];

	local_words(&s->ends, local);
	peer_words(&s->ends, peer);
	line_begin(lines, "flow", "none: this box has sent nothing from %s to %s that is remembered", local,
		   peer);
	if (s->verdict.reason == REASON_NO_FLOW)
		reply_add(s, lines);
}

static uint64_t flow_age_s(const struct subject *s)
{
	uint64_t now = replica_now(s->law->replica);

	return now > s->flow.last_ns ? (now - s->flow.last_ns) / NS_PER_S : 0;
}

static void flow_known_explain(const struct subject *s, struct lines *lines)
{
	const char *service = flow_service(s->law, &s->flow);
	uint32_t idle_s = flow_idle_s(s->law, &s->ends, &s->flow, service);
	char age[WORDS_SIZE], idle[WORDS_SIZE];

	duration_words(flow_age_s(s), age);
	duration_words(idle_s, idle);
	line_begin(lines, "flow", "this box asked for it (%s); last packet %s ago", service, age);
	if (s->verdict.reason == REASON_REVOKED)
		line_add(lines, ", but a reload took the service of that flow away");
	else if (s->flow.state & FLOW_CLOSING)
		line_add(lines, "; it is closing, and ends %s after that", idle);
	else if (s->verdict.reason == REASON_EXPIRED)
		line_add(lines, ", and it ended %s after that", idle);
	else
		line_add(lines, ", it ends %s after that", idle);
}

void flow_explain(const struct subject *s, struct lines *lines)
{
	if (s->law->rules->header.state == STATE_NONE)
		return;
	if (s->flow_known && s->verdict.reason != REASON_NO_FLOW)
		flow_known_explain(s, lines);
	else
		flow_missing_explain(s, lines);
}
