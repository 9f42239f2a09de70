// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Steps 6 to 11 of the contract, in its order; judge_inbound() is the list of all of them.
#include "tests/packets/model.h"

#include <stdlib.h>
#include <string.h>

#include "tests/packets/steps.h"

struct opinion opinion_listed(const struct judge *j, enum reason reason, int service)
{
	return opinion_service(reason, names_add(j->model->names, j->rules->services[service].name));
}

int flow_name(const struct judge *j, const struct model_flow *flow, int class)
{
	if (class == CLASS_NONE)
		return flow->service;
	return class == CLASS_OTHER ? NAME_OTHER : names_add(j->model->names, j->rules->services[class].name);
}

/* As right as the opinion itself. */
static void opinion_allow(const struct judge *j, struct opinion opinion)
{
	if (j->model->also_count < MODEL_ALSO_MAX)
		j->model->also[j->model->also_count++] = opinion;
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

/* --- 8. services ----------------------------------------------------------------------------------------------- */

/* A service lets one more packet in, if its limit does. */
static struct opinion judge_limit(const struct judge *j, const struct tuple *t, int number)
{
	const struct service *service = &j->rules->services[number];
	struct opinion opinion = opinion_listed(j, REASON_SERVICE, number);
	const struct rate_user source = {opinion.service, t->family, t->peer},
			       total = {opinion.service, 0, NULL};

	if (is_never_blocked(j->rules, t->family, t->peer))
		return opinion;
	if (!rate_allows(j->model, &source, &service->per_source, j->now_ns) ||
	    !rate_allows(j->model, &total, &service->total, j->now_ns)) {
		opinion.reason = REASON_RATE_LIMIT;
		return opinion;
	}
	rate_charge(j->model, &source, &service->per_source, j->now_ns);
	rate_charge(j->model, &total, &service->total, j->now_ns);
	return opinion;
}

/* --- 10. what is left ------------------------------------------------------------------------------------------ */

static struct opinion judge_rest(const struct judge *j, const struct tuple *t, service_test test)
{
	int service = service_first(j->rules, t, test, false);

	if (service >= 0)
		return opinion_listed(j, REASON_PEER, service);
	if (service_first(j->rules, t, service_answers, false) >= 0)
		return opinion_of(REASON_NO_FLOW);
	if (!has_ports(t->protocol) && service_first(j->rules, t, service_lists_protocol, false) < 0)
		return opinion_of(REASON_PROTOCOL);
	return opinion_of(REASON_NOT_ALLOWED);
}

/* --- 9. flows -------------------------------------------------------------------------------------------------- */

/* Where no service lists the ports, `revoked` may read as step 10 has it. */
static bool is_unlisted(const struct judge *j, const struct tuple *t)
{
	return service_first(j->rules, t, service_opens, false) < 0;
}

static struct opinion judge_revoked(const struct judge *j, const struct tuple *t, int name)
{
	struct opinion opinion = opinion_service(REASON_REVOKED, name);

	opinion_allow(j, opinion_service(REASON_EXPIRED, name));
	if (is_unlisted(j, t))
		opinion_allow(j, judge_rest(j, t, service_admits));
	return opinion;
}

/* 8 to 10 */
static struct opinion judge_tracked(const struct judge *j, const struct tuple *t)
{
	int server = service_first(j->rules, t, service_admits, true), class = flow_class(j->rules, t);
	const struct service *serves = server >= 0 ? &j->rules->services[server] : NULL;
	struct model_flow *flow = flow_find(j->model, t);
	enum flow_standing standing = flow_stands(j->rules, t, flow, j->now_ns);

	if (serves && !serves->per_source.packets && !serves->total.packets)
		return opinion_listed(j, REASON_SERVICE, server);
	if (flow)
		flow->service = flow_name(j, flow, class);
	if (standing == FLOW_LIVE)
		return opinion_service(REASON_FLOW, flow->service);
	if (serves)
		return judge_limit(j, t, server);
	if (standing == FLOW_IDLE)
		return opinion_service(REASON_EXPIRED, flow->service);
	if (standing == FLOW_REVOKED)
		return judge_revoked(j, t, flow->service);
	return judge_rest(j, t, service_admits);
}

static struct opinion judge_stateless(const struct judge *j, const struct tuple *t)
{
	int service = service_first(j->rules, t, service_lists_stateless, true);

	return service >= 0 ? judge_limit(j, t, service) : judge_rest(j, t, service_lists_stateless);
}

/* --- 4. later fragments ---------------------------------------------------------------------------------------- */

static bool service_holds_source(const struct service *service, const struct tuple *t)
{
	return prefixes_hold(&service->peers, t->family, t->peer);
}

/* exempt: no list reaches it */
static struct opinion judge_later(const struct judge *j, bool *ret_exempt)
{
	const struct model_fragment *first = fragment_find(j->model, j->f, j->now_ns);
	const struct tuple t = {.family = j->f->family, .peer = j->f->source};
	struct opinion opinion;
	int service;

	*ret_exempt = false;
	if (first) {
		opinion = first->first;
		*ret_exempt = opinion.essential >= 0 || opinion.reason == REASON_RELATED;
		opinion.reason = REASON_FRAGMENT;
		return opinion;
	}
	if (j->rules->fragments == FRAGMENTS_STRICT)
		return opinion_of(REASON_FRAGMENT_ORPHAN);
	service = service_first(j->rules, &t, service_holds_source, false);
	return service < 0 ? opinion_of(REASON_FRAGMENT_ORPHAN) : opinion_listed(j, REASON_FRAGMENT, service);
}

/* --- 11. blocklists -------------------------------------------------------------------------------------------- */

static struct opinion judge_lists(const struct judge *j, struct opinion opinion)
{
	const struct ruleset *rules = j->rules;

	if (opinion.reason >= REASON_DROP || is_never_blocked(rules, j->f->family, j->f->source))
		return opinion;
	for (size_t i = 0; i < rules->blocklists_count; i++) {
		if (prefixes_hold(&rules->blocklists[i].prefixes, j->f->family, j->f->source))
			opinion.reason = REASON_BLOCKLIST;
	}
	return opinion;
}

/* 6 to 11 */
static struct opinion judge_l4(const struct judge *j)
{
	struct tuple t = tuple_inbound(j->f);
	struct opinion opinion = opinion_of(judge_tcp_flags(&t));

	if (!opinion.reason)
		opinion = judge_dhcp(&t, j->rules);
	if (opinion.reason)
		return opinion;
	opinion = j->rules->state == STATE_NONE ? judge_stateless(j, &t) : judge_tracked(j, &t);
	opinion = judge_lists(j, opinion);
	if (opinion.reason == REASON_FLOW)
		flow_answer(flow_find(j->model, &t), &t, j->now_ns);
	return opinion;
}

static struct opinion judge_inbound(const struct judge *j)
{
	struct facts f = *j->f;
	const struct judge in = {j->model, j->rules, &f, j->now_ns};
	struct opinion opinion = facts_read(&f, j->rules);
	bool exempt;

	if (opinion.reason == REASON_FRAGMENT_ORPHAN) {
		opinion = judge_later(&in, &exempt);
		return exempt ? opinion : judge_lists(&in, opinion);
	}
	if (!opinion.reason)
		opinion = judge_icmp(&in);
	if (!opinion.reason)
		opinion = judge_l4(&in);
	if (f.fragment && opinion.reason < REASON_DROP)
		fragment_remember(j->model, &f, &opinion, j->now_ns);
	return opinion;
}

struct opinion model_judge(struct model *model, const struct ruleset *rules, const struct sight *sight)
{
	const struct facts f = {.frame = sight->bytes, .end = sight->length, .outbound = sight->outbound};
	const struct judge j = {model, rules, &f, sight->now_ns};

	model->also_count = 0;
	return sight->outbound ? judge_outbound(&j) : judge_inbound(&j);
}

void model_clear(struct model *model)
{
	struct names *names = model->names;

	free(model->flows);
	free(model->fragments);
	free(model->rates);
	*model = (struct model){.names = names};
}
