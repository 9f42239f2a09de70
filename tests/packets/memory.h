/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the model remembers: flows, first fragments, and what limits have been used up. Nothing is ever evicted.
 */
#ifndef UCGATE_TESTS_PACKETS_MEMORY_H
#define UCGATE_TESTS_PACKETS_MEMORY_H

#include "tests/packets/tuple.h"

enum flow_standing { FLOW_NONE, FLOW_LIVE, FLOW_IDLE, FLOW_REVOKED };

/* What a reload makes of a flow: an index of a service, or one of these. */
enum { CLASS_NONE = -1, CLASS_OTHER = -2 };

/* Who teaches the flow of a tuple by these rules. */
int flow_class(const struct ruleset *rules, const struct tuple *t);

/* The flow of a tuple, or NULL; t->local_port is the identifier of an echo. */
struct model_flow *flow_find(struct model *model, const struct tuple *t);

enum flow_standing flow_stands(const struct ruleset *rules, const struct tuple *t,
			       const struct model_flow *flow, uint64_t now_ns);

/* An inbound packet has passed by the flow; an outbound one teaches it, refreshes it or, an RST, closes it. */
void flow_answer(struct model_flow *flow, const struct tuple *t, uint64_t now_ns);
void flow_teach(struct model *model, const struct ruleset *rules, const struct tuple *t, uint64_t now_ns);
void flow_reset(struct model_flow *flow, uint64_t now_ns);

/* The first fragment of a later one that is not older than 30 s, or NULL. */
const struct model_fragment *fragment_find(const struct model *model, const struct facts *f, uint64_t now_ns);
void fragment_remember(struct model *model, const struct facts *f, const struct opinion *opinion,
		       uint64_t now_ns);

/* Whether a source, and a service in total, may have one more packet now; and that it had one. name -1: echo. */
enum { RATE_NAME_ECHO = -1 };

struct rate_user {
	int name;
	int family; /* 0: all sources together */
	const uint8_t *address;
};

bool rate_allows(struct model *model, const struct rate_user *user, const struct rate *rate, uint64_t now_ns);
void rate_charge(struct model *model, const struct rate_user *user, const struct rate *rate, uint64_t now_ns);

#endif
