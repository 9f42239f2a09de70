// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Section 6 of the contract.
#include "tests/packets/steps.h"

static struct opinion opinion_outbound(bool refused)
{
	struct opinion opinion = opinion_of(REASON_OUTBOUND);

	opinion.refused = refused;
	return opinion;
}

/* Nothing matches. */
static struct opinion opinion_rest(const struct judge *j)
{
	return opinion_outbound(j->rules->outbound == OUTBOUND_ENFORCE);
}

static struct opinion opinion_always(enum essential essential)
{
	struct opinion opinion = opinion_of(REASON_ESSENTIAL);

	opinion.essential = (int)essential;
	return opinion;
}

static struct opinion judge_icmp_outbound(const struct judge *j, const struct tuple *t)
{
	struct tuple echo;

	if (is_icmp_error(j->f))
		return opinion_always(ESSENTIAL_ICMP_ERROR);
	if (is_nd(j->f))
		return opinion_always(ESSENTIAL_ND);
	if (is_mld(j->f))
		return opinion_always(ESSENTIAL_MLD);
	if (is_echo_reply(j->f))
		return opinion_always(ESSENTIAL_ECHO);
	if (!is_echo_request(j->f))
		return opinion_rest(j);
	echo = tuple_of_echo(j->f, *t);
	flow_teach(j->model, j->rules, &echo, j->now_ns);
	return opinion_always(ESSENTIAL_ECHO);
}

static bool is_dhcp_request(const struct tuple *t)
{
	if (t->protocol != UDP)
		return false;
	return t->family == 4 ? t->local_port == 68 && t->peer_port == 67
			      : t->local_port == 546 && t->peer_port == 547;
}

static struct opinion judge_unopened(const struct judge *j, int server, bool refused)
{
	return server >= 0 ? opinion_listed(j, REASON_SERVICE, server) : opinion_outbound(refused);
}

static struct opinion judge_sessions(const struct judge *j, const struct tuple *t)
{
	int server = service_first(j->rules, t, service_admits, true), class = flow_class(j->rules, t);
	const struct service *serves = server >= 0 ? &j->rules->services[server] : NULL;
	struct model_flow *flow = flow_find(j->model, t);
	struct opinion opinion = opinion_of(REASON_FLOW);

	if (serves && !serves->per_source.packets && !serves->total.packets)
		return opinion_listed(j, REASON_SERVICE, server);
	if (class == CLASS_NONE)
		return judge_unopened(j, server, j->rules->outbound == OUTBOUND_ENFORCE);
	if (!(t->flags & RST))
		flow_teach(j->model, j->rules, t, j->now_ns);
	else if (flow_stands(j->rules, t, flow, j->now_ns) == FLOW_LIVE)
		flow_reset(flow, j->now_ns);
	else
		return judge_unopened(j, server, false);
	flow = flow_find(j->model, t);
	opinion.service = flow->service = flow_name(j, flow, class);
	return opinion;
}

static struct opinion judge_stateless(const struct judge *j, const struct tuple *t)
{
	int service = service_first(j->rules, t, service_sends_stateless, false);

	return service < 0 ? opinion_rest(j) : opinion_listed(j, REASON_SERVICE, service);
}

static struct opinion judge_whole(const struct judge *j)
{
	struct tuple t = tuple_outbound(j->f);

	if (is_icmp(j->f))
		return judge_icmp_outbound(j, &t);
	if (is_dhcp_request(&t))
		return opinion_always(ESSENTIAL_DHCP);
	return j->rules->state == STATE_NONE ? judge_stateless(j, &t) : judge_sessions(j, &t);
}

static struct opinion judge_later_outbound(const struct judge *j)
{
	const struct model_fragment *first = fragment_find(j->model, j->f, j->now_ns);
	struct opinion opinion;

	if (!first)
		return opinion_rest(j);
	opinion = first->first;
	opinion.reason = REASON_FRAGMENT;
	return opinion;
}

struct opinion judge_outbound(const struct judge *j)
{
	struct ruleset all = *j->rules;
	struct facts f = *j->f;
	const struct judge on = {j->model, j->rules, &f, j->now_ns};
	struct opinion opinion;

	all.essentials = (1 << ESSENTIALS_COUNT) - 1;
	opinion = facts_read(&f, &all);
	if (opinion.reason == REASON_FRAGMENT_ORPHAN)
		return judge_later_outbound(&on);
	if (opinion.reason == REASON_ESSENTIAL)
		return opinion;
	if (opinion.reason)
		return opinion_rest(j);
	opinion = judge_whole(&on);
	if (f.fragment && !opinion.refused)
		fragment_remember(j->model, &f, &opinion, j->now_ns);
	return opinion;
}
