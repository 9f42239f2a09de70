// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Step 5 of the contract.
#include <string.h>

#include "tests/packets/steps.h"

bool is_link_local(const uint8_t *address)
{
	return address[0] == 0xfe && (address[1] & 0xc0) == 0x80;
}

bool is_icmp_error(const struct facts *f)
{
	uint8_t type = icmp_type(f);

	return f->family == 4 ? type == 3 || type == 11 || type == 12 : type >= 1 && type <= 4;
}

bool is_echo_request(const struct facts *f)
{
	return icmp_type(f) == (f->family == 4 ? 8 : 128);
}

bool is_echo_reply(const struct facts *f)
{
	return icmp_type(f) == (f->family == 4 ? 0 : 129);
}

struct tuple tuple_of_echo(const struct facts *f, struct tuple t)
{
	t.local_port = u16_at(f->frame, f->l4 + 4);
	return t;
}

static bool is_echo_protocol(const struct tuple *t)
{
	return t->protocol == (t->family == 4 ? ICMP : ICMPV6);
}

/* --- what an error quotes -------------------------------------------------------------------------------------- */

/* Fills a tuple from the L4 header of a quoted packet that this end sent; false when it does not count. */
static bool quote_ports(const uint8_t *quote, size_t left, struct tuple *t)
{
	if (is_echo_protocol(t)) {
		t->local_port = left >= 6 ? u16_at(quote, 4) : 0;
		return left >= 6 && quote[0] == (t->family == 4 ? 8 : 128);
	}
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

static struct opinion judge_quoted(const struct judge *j, const struct tuple *t)
{
	struct model_flow *flow = flow_find(j->model, t);
	struct opinion opinion = opinion_of(REASON_RELATED);
	int service;

	if (flow_stands(j->rules, t, flow, j->now_ns) == FLOW_LIVE) {
		if (is_echo_protocol(t))
			opinion.essential = ESSENTIAL_ECHO;
		else
			opinion.service = flow_name(j, flow, flow_class(j->rules, t));
		return opinion;
	}
	service = service_first(j->rules, t, service_admits, true);
	return service < 0 ? opinion_of(REASON_ICMP_UNRELATED) : opinion_listed(j, REASON_RELATED, service);
}

static struct opinion judge_icmp_error(const struct judge *j)
{
	const struct facts *f = j->f;
	const uint8_t *quote = f->frame + f->l4 + ICMP_SIZE;
	size_t left = f->end - f->l4 - ICMP_SIZE;
	struct tuple t = {0};

	if (j->rules->state == STATE_NONE)
		return opinion_essential(j->rules, ESSENTIAL_ICMP_ERROR, REASON_ICMP);
	if (!(f->family == 4 ? quote_read_ipv4(quote, left, &t) : quote_read_ipv6(quote, left, &t)))
		return opinion_of(REASON_ICMP_UNRELATED);
	if (memcmp(f->destination, t.local, f->family == 4 ? 4 : 16) != 0)
		return opinion_of(REASON_ICMP_UNRELATED);
	return judge_quoted(j, &t);
}

/* --- echoes, neighbours ---------------------------------------------------------------------------------------- */

static struct opinion judge_echo_request(const struct judge *j)
{
	static const struct rate limit = {.packets = 50, .period_s = 1, .burst = 50};

	const struct rate_user user = {RATE_NAME_ECHO, j->f->family, j->f->source};
	struct opinion opinion = opinion_essential(j->rules, ESSENTIAL_ECHO, REASON_ICMP);

	if (opinion.reason != REASON_ESSENTIAL || is_never_blocked(j->rules, j->f->family, j->f->source))
		return opinion;
	if (rate_allows(j->model, &user, &limit, j->now_ns))
		rate_charge(j->model, &user, &limit, j->now_ns);
	else
		opinion.reason = REASON_RATE_LIMIT;
	return opinion;
}

static struct opinion judge_echo_reply(const struct judge *j)
{
	struct tuple t = tuple_of_echo(j->f, tuple_inbound(j->f));
	struct model_flow *flow = flow_find(j->model, &t);
	struct opinion opinion = opinion_of(REASON_FLOW);

	opinion.essential = ESSENTIAL_ECHO;
	if (j->rules->state == STATE_NONE)
		return opinion;
	if (flow_stands(j->rules, &t, flow, j->now_ns) != FLOW_LIVE)
		return opinion_of(REASON_NO_FLOW);
	flow_answer(flow, &t, j->now_ns);
	return opinion;
}

static struct opinion judge_neighbourhood(const struct judge *j)
{
	const struct facts *f = j->f;

	if (is_nd(f) && f->hops == 255 && (icmp_type(f) != 134 || is_link_local(f->source)))
		return opinion_essential(j->rules, ESSENTIAL_ND, REASON_ICMP);
	if (is_mld(f) && f->hops == 1 && (is_link_local(f->source) || is_unspecified(f->source)))
		return opinion_essential(j->rules, ESSENTIAL_MLD, REASON_ICMP);
	return opinion_of(REASON_ICMP);
}

struct opinion judge_icmp(const struct judge *j)
{
	if (!is_icmp(j->f))
		return no_opinion;
	if (is_icmp_error(j->f))
		return judge_icmp_error(j);
	if (is_echo_reply(j->f))
		return judge_echo_reply(j);
	if (is_echo_request(j->f))
		return judge_echo_request(j);
	return judge_neighbourhood(j);
}
