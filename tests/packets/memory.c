// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tests/packets/memory.h"

#include <stdlib.h>
#include <string.h>

static const uint64_t SECOND = 1000000000;

/* One more element at the end of a list. */
static void *list_grow(void *list, size_t count, size_t size)
{
	void *more = realloc(list, (count + 1) * size);

	if (!more)
		abort();
	memset((char *)more + count * size, 0, size);
	return more;
}

static size_t address_size(int family)
{
	return family == 4 ? 4 : 16;
}

/* --- flows ----------------------------------------------------------------------------------------------------- */

int flow_class(const struct ruleset *rules, const struct tuple *t)
{
	int service;

	if (t->protocol == (t->family == 4 ? ICMP : ICMPV6))
		return CLASS_OTHER;
	service = service_first(rules, t, service_opens, true);
	if (service >= 0)
		return service;
	return rules->outbound == OUTBOUND_ANY && has_ports(t->protocol) ? CLASS_OTHER : CLASS_NONE;
}

static bool flow_is_of(const struct model_flow *flow, const struct tuple *t)
{
	return flow->family == t->family && flow->protocol == t->protocol &&
	       flow->local_port == t->local_port && flow->peer_port == t->peer_port &&
	       memcmp(flow->local, t->local, address_size(t->family)) == 0 &&
	       memcmp(flow->peer, t->peer, address_size(t->family)) == 0;
}

struct model_flow *flow_find(struct model *model, const struct tuple *t)
{
	for (size_t i = 0; i < model->flows_count; i++) {
		if (flow_is_of(&model->flows[i], t))
			return &model->flows[i];
	}
	return NULL;
}

static uint64_t flow_timeout(const struct ruleset *rules, const struct model_flow *flow, int class)
{
	if (flow->closing)
		return 10 * SECOND;
	if (class >= 0 && rules->services[class].timeout_s)
		return rules->services[class].timeout_s * SECOND;
	return (flow->protocol == TCP ? 7440 : flow->protocol == UDP ? 300 : 600) * SECOND;
}

enum flow_standing flow_stands(const struct ruleset *rules, const struct tuple *t,
			       const struct model_flow *flow, uint64_t now_ns)
{
	int class = flow_class(rules, t);

	if (!flow)
		return FLOW_NONE;
	if (class == CLASS_NONE)
		return FLOW_REVOKED;
	return now_ns - flow->last_ns >= flow_timeout(rules, flow, class) ? FLOW_IDLE : FLOW_LIVE;
}

static void flow_note_fin(struct model_flow *flow, const struct tuple *t, bool *ret_side)
{
	if (t->flags & FIN)
		*ret_side = true;
	if (flow->fin_in && flow->fin_out)
		flow->closing = true;
}

void flow_answer(struct model_flow *flow, const struct tuple *t, uint64_t now_ns)
{
	flow->last_ns = now_ns;
	if (t->flags & RST) { /* a FIN in it is as blind */
		flow->closing = flow->closing || !flow->answered;
		return;
	}
	flow->answered = true;
	flow_note_fin(flow, t, &flow->fin_in);
}

void flow_reset(struct model_flow *flow, uint64_t now_ns)
{
	flow->last_ns = now_ns;
	flow->closing = true;
}

static struct model_flow *flow_add(struct model *model, const struct tuple *t)
{
	struct model_flow *flow;

	model->flows = list_grow(model->flows, model->flows_count, sizeof(*flow));
	flow = &model->flows[model->flows_count++];
	flow->family = t->family;
	flow->protocol = t->protocol;
	flow->local_port = t->local_port;
	flow->peer_port = t->peer_port;
	memcpy(flow->local, t->local, address_size(t->family));
	memcpy(flow->peer, t->peer, address_size(t->family));
	return flow;
}

void flow_teach(struct model *model, const struct ruleset *rules, const struct tuple *t, uint64_t now_ns)
{
	struct model_flow *flow = flow_find(model, t) ?: flow_add(model, t);
	bool opens = (t->flags & (SYN | ACK | RST | FIN)) == SYN;

	if (opens || flow_stands(rules, t, flow, now_ns) != FLOW_LIVE)
		flow->answered = flow->fin_in = flow->fin_out = flow->closing = false;
	flow->last_ns = now_ns;
	flow_note_fin(flow, t, &flow->fin_out);
}

/* --- fragments ------------------------------------------------------------------------------------------------- */

static struct model_fragment *fragment_of(const struct model *model, const struct facts *f)
{
	size_t size = address_size(f->family);

	for (size_t i = 0; i < model->fragments_count; i++) {
		struct model_fragment *m = &model->fragments[i];

		if (m->family == f->family && m->outbound == f->outbound && m->id == f->fragment_id &&
		    m->protocol == f->fragment_protocol && memcmp(m->source, f->source, size) == 0 &&
		    memcmp(m->destination, f->destination, size) == 0)
			return m;
	}
	return NULL;
}

const struct model_fragment *fragment_find(const struct model *model, const struct facts *f, uint64_t now_ns)
{
	const struct model_fragment *m = fragment_of(model, f);

	return m && now_ns - m->seen_ns < 30 * SECOND ? m : NULL;
}

void fragment_remember(struct model *model, const struct facts *f, const struct opinion *opinion,
		       uint64_t now_ns)
{
	struct model_fragment *m = fragment_of(model, f);

	if (!m) {
		model->fragments = list_grow(model->fragments, model->fragments_count, sizeof(*m));
		m = &model->fragments[model->fragments_count++];
		m->family = f->family;
		m->id = f->fragment_id;
		m->protocol = f->fragment_protocol;
		m->outbound = f->outbound;
		memcpy(m->source, f->source, address_size(f->family));
		memcpy(m->destination, f->destination, address_size(f->family));
	}
	m->seen_ns = now_ns;
	m->first = *opinion;
}

/* --- limits ---------------------------------------------------------------------------------------------------- */

static struct model_rate *rate_find(struct model *model, const struct rate_user *user)
{
	size_t size = user->family == 0 ? 0 : user->family == 4 ? 4 : 8;
	struct model_rate *rate;

	for (size_t i = 0; i < model->rates_count; i++) {
		rate = &model->rates[i];
		if (rate->name == user->name && rate->family == user->family &&
		    (size == 0 || memcmp(rate->address, user->address, size) == 0))
			return rate;
	}
	model->rates = list_grow(model->rates, model->rates_count, sizeof(*rate));
	rate = &model->rates[model->rates_count++];
	rate->name = user->name;
	rate->family = user->family;
	if (size)
		memcpy(rate->address, user->address, size);
	return rate;
}

static uint64_t rate_cost(const struct rate *rate)
{
	return rate->period_s * SECOND / rate->packets;
}

/* Brings what is owed up to now. */
static struct model_rate *rate_settle(struct model *model, const struct rate_user *user, uint64_t now_ns)
{
	struct model_rate *used = rate_find(model, user);
	uint64_t waited = now_ns - used->seen_ns;

	used->owed_ns = waited >= used->owed_ns ? 0 : used->owed_ns - waited;
	used->seen_ns = now_ns;
	return used;
}

bool rate_allows(struct model *model, const struct rate_user *user, const struct rate *rate, uint64_t now_ns)
{
	return rate->packets == 0 ||
	       rate_settle(model, user, now_ns)->owed_ns + rate_cost(rate) <= rate->burst * rate_cost(rate);
}

void rate_charge(struct model *model, const struct rate_user *user, const struct rate *rate, uint64_t now_ns)
{
	if (rate->packets)
		rate_settle(model, user, now_ns)->owed_ns += rate_cost(rate);
}
