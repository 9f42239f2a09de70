// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Steps 5 to 10 of the contract, in its order; model_judge() at the end is the list of them.
#include "tests/packets/model.h"

#include <stdlib.h>
#include <string.h>

#include "tests/packets/facts.h"

/* --- services, as the rule file says them ---------------------------------------------------------------------- */

/* What a packet is to a service: one that arrives, or (for step 5) one that was sent, seen from this end. */
struct tuple {
	int family;
	uint8_t protocol;
	const uint8_t *peer, *local;
	uint16_t peer_port, local_port;
	uint8_t flags;
};

static bool has_ports(uint8_t protocol)
{
	return protocol == TCP || protocol == UDP;
}

static bool ports_hold(const struct port_list *ports, uint16_t port)
{
	for (size_t i = 0; i < ports->count; i++) {
		if (port != 0 && port >= ports->list[i].first && port <= ports->list[i].last)
			return true;
	}
	return false;
}

static bool service_lists_port(const struct service *service, uint8_t protocol, uint16_t port)
{
	return ports_hold(protocol == TCP ? &service->tcp : &service->udp, port);
}

static bool service_lists_protocol(const struct service *service, uint8_t protocol)
{
	for (size_t i = 0; i < service->protocols_count; i++) {
		if (service->protocols[i].number == protocol)
			return true;
	}
	return false;
}

static bool prefix_holds(const struct prefix *prefix, int family, const uint8_t *address)
{
	if (prefix->family != family)
		return false;
	for (unsigned bit = 0; bit < prefix->length; bit++) {
		if ((prefix->address[bit / 8] ^ address[bit / 8]) & 0x80 >> bit % 8)
			return false;
	}
	return true;
}

static bool prefixes_hold(const struct prefix_list *prefixes, int family, const uint8_t *address)
{
	for (size_t i = 0; i < prefixes->count; i++) {
		if (prefix_holds(&prefixes->list[i], family, address))
			return true;
	}
	return false;
}

static bool prefixes_allow(const struct prefix_list *prefixes, int family, const uint8_t *address)
{
	return prefixes->count == 0 || prefixes_hold(prefixes, family, address);
}

static bool service_takes_addresses(const struct service *service, const struct tuple *t)
{
	return prefixes_allow(&service->peers, t->family, t->peer) &&
	       prefixes_allow(&service->local, t->family, t->local);
}

/* Step 8 with `state: tracked`, addresses aside. */
static bool service_admits(const struct service *service, const struct tuple *t)
{
	if (service->direction == DIRECTION_OUT || service->dynamic)
		return false;
	return has_ports(t->protocol) ? service_lists_port(service, t->protocol, t->local_port)
				      : service_lists_protocol(service, t->protocol);
}

/* Step 8 with `state: none`, addresses aside. */
static bool service_lists_stateless(const struct service *service, const struct tuple *t)
{
	if (!has_ports(t->protocol))
		return service_lists_protocol(service, t->protocol);
	if (service->direction != DIRECTION_OUT && service_lists_port(service, t->protocol, t->local_port))
		return true;
	if (service->direction == DIRECTION_IN || !service_lists_port(service, t->protocol, t->peer_port))
		return false;
	if (t->protocol == TCP && !(t->flags & (ACK | RST)))
		return false;
	if (service->local_ports.count == 0) /* any, but port 0 matches nothing */
		return t->local_port != 0;
	return ports_hold(&service->local_ports, t->local_port);
}

typedef bool (*service_test)(const struct service *service, const struct tuple *t);

/* The first service in file order that the test takes, with or without regard to addresses; or -1. */
static int service_first(const struct ruleset *rules, const struct tuple *t, service_test test,
			 bool addresses)
{
	for (size_t i = 0; i < rules->services_count; i++) {
		const struct service *service = &rules->services[i];

		if (test(service, t) && (!addresses || service_takes_addresses(service, t)))
			return (int)i;
	}
	return -1;
}

/* --- 5. ICMP --------------------------------------------------------------------------------------------------- */

/* Fills a tuple from a quoted packet that this end sent; false when it does not count. */
static bool quote_ports(const uint8_t *quote, size_t left, struct tuple *t)
{
	if (!has_ports(t->protocol))
		return true;
	if (left < 4)
		return false;
	t->local_port = u16_at(quote, 0);
	t->peer_port = u16_at(quote, 2);
	return true;
}

static bool quote_read_ipv4(const uint8_t *quote, size_t left, struct tuple *t)
{
	size_t header;

	if (left < IPV4_SIZE || quote[0] >> 4 != 4)
		return false;
	header = (size_t)(quote[0] & 15) * 4;
	if (header < IPV4_SIZE || header > left || (u16_at(quote, 6) & 0x1fff))
		return false;
	t->family = 4;
	t->protocol = quote[9];
	t->local = quote + 12;
	t->peer = quote + 16;
	return quote_ports(quote + header, left - header, t);
}

static bool quote_read_ipv6(const uint8_t *quote, size_t left, struct tuple *t)
{
	size_t at = IPV6_SIZE;

	if (left < IPV6_SIZE || quote[0] >> 4 != 6)
		return false;
	t->family = 6;
	t->protocol = quote[6];
	t->local = quote + 8;
	t->peer = quote + 24;
	for (int count = 0; is_extension(t->protocol); count++) {
		const uint8_t *header = quote + at;

		if (count == EXTENSIONS_MAX || left - at < EXTENSION_MIN ||
		    extension_size(t->protocol, header) > left - at)
			return false;
		if (t->protocol == FRAGMENT && (u16_at(header, 2) & 0xfff8))
			return false;
		at += extension_size(t->protocol, header);
		t->protocol = header[0];
	}
	return quote_ports(quote + at, left - at, t);
}

static struct opinion judge_icmp_error(const struct facts *f, const struct ruleset *rules)
{
	const uint8_t *quote = f->frame + f->l4 + ICMP_SIZE;
	size_t left = f->end - f->l4 - ICMP_SIZE;
	struct tuple t = {0};
	int service;

	if (rules->state == STATE_NONE)
		return opinion_essential(rules, ESSENTIAL_ICMP_ERROR, REASON_ICMP);
	if (!(f->family == 4 ? quote_read_ipv4(quote, left, &t) : quote_read_ipv6(quote, left, &t)))
		return opinion_of(REASON_ICMP_UNRELATED);
	if (memcmp(f->destination, t.local, f->family == 4 ? 4 : 16) != 0)
		return opinion_of(REASON_ICMP_UNRELATED);
	service = service_first(rules, &t, service_admits, true);
	return service < 0 ? opinion_of(REASON_ICMP_UNRELATED) : opinion_service(REASON_RELATED, service);
}

/* 50 a second, 50 at once: a bucket of one second's waiting time, of which a request takes 20 ms. */
static bool source_may_echo(struct model_source *source, uint64_t now_ns)
{
	const uint64_t full = 1000000000, cost = full / 50;
	uint64_t waited = now_ns > source->seen_ns ? now_ns - source->seen_ns : 0;

	source->credit_ns = waited >= full - source->credit_ns ? full : source->credit_ns + waited;
	source->seen_ns = now_ns;
	if (source->credit_ns < cost)
		return false;
	source->credit_ns -= cost;
	return true;
}

static struct model_source *source_find(struct model *model, const struct facts *f, uint64_t now_ns)
{
	size_t significant = f->family == 4 ? 4 : 8;
	struct model_source *more,
		fresh = {.family = (uint8_t)f->family, .seen_ns = now_ns, .credit_ns = 1000000000};

	for (size_t i = 0; i < model->sources_count; i++) {
		if (model->sources[i].family == f->family &&
		    memcmp(model->sources[i].address, f->source, significant) == 0)
			return &model->sources[i];
	}
	more = realloc(model->sources, (model->sources_count + 1) * sizeof(*more));
	if (!more)
		abort();
	memcpy(fresh.address, f->source, significant);
	model->sources = more;
	more[model->sources_count] = fresh;
	return &more[model->sources_count++];
}

static struct opinion judge_echo_request(const struct facts *f, const struct ruleset *rules,
					 struct model *model, uint64_t now_ns)
{
	struct opinion opinion = opinion_essential(rules, ESSENTIAL_ECHO, REASON_ICMP);

	if (opinion.reason != REASON_ESSENTIAL || prefixes_hold(&rules->never_block, f->family, f->source))
		return opinion;
	if (!source_may_echo(source_find(model, f, now_ns), now_ns))
		opinion.reason = REASON_RATE_LIMIT;
	return opinion;
}

static struct opinion judge_echo_reply(const struct ruleset *rules)
{
	struct opinion opinion = opinion_of(REASON_NO_FLOW);

	if (rules->state == STATE_NONE) {
		opinion.reason = REASON_FLOW;
		opinion.essential = ESSENTIAL_ECHO;
	}
	return opinion;
}

static bool is_link_local(const uint8_t *address)
{
	return address[0] == 0xfe && (address[1] & 0xc0) == 0x80;
}

static struct opinion judge_neighbourhood(const struct facts *f, const struct ruleset *rules)
{
	if (is_nd(f) && f->hops == 255 && (icmp_type(f) != 134 || is_link_local(f->source)))
		return opinion_essential(rules, ESSENTIAL_ND, REASON_ICMP);
	if (is_mld(f) && f->hops == 1 && (is_link_local(f->source) || is_unspecified(f->source)))
		return opinion_essential(rules, ESSENTIAL_MLD, REASON_ICMP);
	return opinion_of(REASON_ICMP);
}

static bool is_icmp_error(const struct facts *f)
{
	uint8_t type = icmp_type(f);

	return f->family == 4 ? type == 3 || type == 11 || type == 12 : type >= 1 && type <= 4;
}

static struct opinion judge_icmp(const struct facts *f, const struct ruleset *rules, struct model *model,
				 uint64_t now_ns)
{
	if (!is_icmp(f))
		return no_opinion;
	if (is_icmp_error(f))
		return judge_icmp_error(f, rules);
	if (icmp_type(f) == (f->family == 4 ? 0 : 129))
		return judge_echo_reply(rules);
	if (icmp_type(f) == (f->family == 4 ? 8 : 128))
		return judge_echo_request(f, rules, model, now_ns);
	return judge_neighbourhood(f, rules);
}

/* --- 6. TCP flags, 7. DHCP ------------------------------------------------------------------------------------- */

static enum reason judge_tcp_flags(const struct tuple *t)
{
	if (t->protocol != TCP)
		return REASON_NONE;
	if (!(t->flags & (FIN | SYN | RST | PSH | ACK | URG)))
		return REASON_TCP_FLAGS;
	if ((t->flags & SYN) && (t->flags & (FIN | RST)))
		return REASON_TCP_FLAGS;
	if ((t->flags & FIN) && !(t->flags & ACK))
		return REASON_TCP_FLAGS;
	return REASON_NONE;
}

static struct opinion judge_dhcp(const struct tuple *t, const struct ruleset *rules)
{
	if (t->protocol != UDP)
		return no_opinion;
	if (t->family == 4 && t->peer_port == 67 && t->local_port == 68)
		return opinion_essential(rules, ESSENTIAL_DHCP, REASON_NONE);
	if (t->family == 6 && t->peer_port == 547 && t->local_port == 546 && is_link_local(t->peer))
		return opinion_essential(rules, ESSENTIAL_DHCP, REASON_NONE);
	return no_opinion;
}

/* --- 8. services, 10. what is left ----------------------------------------------------------------------------- */

static bool service_sends_from(const struct service *service, const struct tuple *t)
{
	return service->direction != DIRECTION_IN && !service->dynamic && has_ports(t->protocol) &&
	       service_lists_port(service, t->protocol, t->peer_port) &&
	       prefixes_allow(&service->peers, t->family, t->peer);
}

static bool service_lists_any_direction(const struct service *service, const struct tuple *t)
{
	return service_lists_protocol(service, t->protocol);
}

static struct opinion judge_services(const struct tuple *t, const struct ruleset *rules)
{
	service_test test = rules->state == STATE_NONE ? service_lists_stateless : service_admits;
	int service = service_first(rules, t, test, true);

	if (service >= 0)
		return opinion_service(REASON_SERVICE, service);
	service = service_first(rules, t, test, false);
	if (service >= 0)
		return opinion_service(REASON_PEER, service);
	if (service_first(rules, t, service_sends_from, false) >= 0)
		return opinion_of(REASON_NO_FLOW);
	if (!has_ports(t->protocol) && service_first(rules, t, service_lists_any_direction, false) < 0)
		return opinion_of(REASON_PROTOCOL);
	return opinion_of(REASON_NOT_ALLOWED);
}

/* --- 11. blocklists -------------------------------------------------------------------------------------------- */

static bool is_never_blocked(const struct ruleset *rules, const struct tuple *t)
{
	for (size_t i = 0; i < rules->services_count; i++) {
		const struct service *service = &rules->services[i];

		if (service->critical && prefixes_hold(&service->peers, t->family, t->peer))
			return true;
	}
	return prefixes_hold(&rules->never_block, t->family, t->peer);
}

static struct opinion judge_lists(const struct tuple *t, const struct ruleset *rules, struct opinion opinion)
{
	if (opinion.reason != REASON_SERVICE || is_never_blocked(rules, t))
		return opinion;
	for (size_t i = 0; i < rules->blocklists_count; i++) {
		if (prefixes_hold(&rules->blocklists[i].prefixes, t->family, t->peer))
			opinion.reason = REASON_BLOCKLIST;
	}
	return opinion;
}

static struct tuple tuple_of(const struct facts *f)
{
	struct tuple t = {
		.family = f->family,
		.protocol = f->protocol,
		.peer = f->source,
		.local = f->destination,
	};

	if (has_ports(f->protocol)) {
		t.peer_port = u16_at(f->frame, f->l4);
		t.local_port = u16_at(f->frame, f->l4 + 2);
	}
	if (f->protocol == TCP)
		t.flags = f->frame[f->l4 + 13];
	return t;
}

struct opinion model_judge(struct model *model, const struct ruleset *rules, const uint8_t *frame,
			   size_t length, uint64_t now_ns)
{
	struct facts f = {.frame = frame, .end = length};
	struct opinion opinion = facts_read(&f, rules);
	struct tuple t;

	if (opinion.reason)
		return opinion;
	opinion = judge_icmp(&f, rules, model, now_ns);
	if (opinion.reason)
		return opinion;
	t = tuple_of(&f);
	opinion = opinion_of(judge_tcp_flags(&t));
	if (opinion.reason)
		return opinion;
	opinion = judge_dhcp(&t, rules);
	return opinion.reason ? opinion : judge_lists(&t, rules, judge_services(&t, rules));
}

void model_free(struct model *model)
{
	free(model->sources);
	*model = (struct model){0};
}
