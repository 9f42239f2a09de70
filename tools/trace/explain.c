// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "explain.h"

#include "tools/metrics/words.h"
#include "words.h"

static bool is_dropping(const struct verdict *verdict)
{
	return verdict->reason >= REASON_DROP || (verdict->reason == REASON_OUTBOUND && !verdict->pass);
}

/* Inbound, as far as what decided is not in the headers. */
static void essential_explain(const struct subject *s, struct lines *lines)
{
	static const char *const words[ESSENTIALS_COUNT] = {
#define X(constant, number, name, sentence) [number] = sentence,
		ESSENTIALS(X)
#undef X
	};

	for (int i = 0; i < ESSENTIALS_COUNT; i++) {
		if (is_essential(s, (enum essential)i))
			line_begin(lines, "essential", "%s: passes whatever the services say", words[i]);
	}
}

/* The header reasons are those that come before `icmp` in abi/reason.h. */
static bool headers_decide(const struct subject *s)
{
	return s->verdict.reason == REASON_FRAGMENT ||
	       (s->verdict.reason >= REASON_MALFORMED && s->verdict.reason <= REASON_FRAGMENT_ORPHAN);
}

static void sessions_explain(const struct subject *s, struct lines *lines)
{
	enum reason reason = s->verdict.reason;
	bool listed = reason == REASON_BANNED || reason == REASON_BLOCKLIST;

	if (s->view.offset == 0) {
		services_explain(s, lines);
		if (reason != REASON_SERVICE && (!listed || s->flow_known))
			flow_explain(s, lines);
	}
	if (listed || reason < REASON_DROP)
		lists_explain(s, lines);
}

static void inbound_explain(const struct subject *s, struct lines *lines)
{
	headers_explain(s, lines);
	if (headers_decide(s))
		return;
	if (s->view.icmp && s->verdict.reason != REASON_BANNED && s->verdict.reason != REASON_BLOCKLIST)
		icmp_explain(s, lines);
	else if (s->verdict.reason == REASON_ESSENTIAL)
		essential_explain(s, lines);
	else
		sessions_explain(s, lines);
}

static void verdict_explain(const struct subject *s, struct lines *lines)
{
	const char *service = s->verdict.service;

	line_begin(lines, "verdict", "%s: %s%s%s%s", s->verdict.pass ? "passed" : "dropped",
		   reason_name(s->verdict.reason), service ? " (" : "", service ? service : "",
		   service ? ")" : "");
	if (s->verdict.pass && is_dropping(&s->verdict))
		line_add(lines, "; only because of `mode: monitor`, with `mode: enforce` it is dropped");
}

/* Without rules, and in panic, there is nothing to explain. */
static bool lawless_explain(const struct subject *s, struct lines *lines)
{
	const struct rules *rules = s->law->rules;

	if (rules && rules->header.mode != MODE_OPEN)
		return false;
	if (rules && rules->header.generation)
		line_begin(lines, "panic", "it is on: everything passes, nothing is judged or counted");
	else if (rules)
		line_begin(lines, "rules",
			   "none are in force, the first ones were not confirmed: everything passes");
	else
		line_begin(lines, "rules",
			   "none are in force: what comes in is dropped, what goes out passes");
	line_begin(lines, "otherwise", "%s",
		   rules && rules->header.generation ? "`ucgate panic --off` puts the rules in force again"
						     : "`ucgate reload -c FILE` puts rules in force");
	return true;
}

void subject_explain(const struct subject *subject, struct lines *ret)
{
	ret->count = 0;
	if (lawless_explain(subject, ret))
		return;
	if (subject->outbound)
		outbound_explain(subject, ret);
	else
		inbound_explain(subject, ret);
	verdict_explain(subject, ret);
	remedy_explain(subject, ret);
}
