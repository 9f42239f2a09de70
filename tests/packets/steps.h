/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The parts of the model to each other. */
#ifndef UCGATE_TESTS_PACKETS_STEPS_H
#define UCGATE_TESTS_PACKETS_STEPS_H

#include "tests/packets/memory.h"

/* All that a step may ask. */
struct judge {
	struct model *model;
	const struct ruleset *rules;
	const struct facts *f;
	uint64_t now_ns;
};

/* By the number in the rules: a service is named by the number of its name. */
struct opinion opinion_listed(const struct judge *j, enum reason reason, int service);

/* The name a flow is counted under, by these rules; CLASS_NONE: what it last was. */
int flow_name(const struct judge *j, const struct model_flow *flow, int class);

bool is_link_local(const uint8_t *address);
bool is_icmp_error(const struct facts *f);
bool is_echo_request(const struct facts *f);
bool is_echo_reply(const struct facts *f);

/* t as the flow of an echo. */
struct tuple tuple_of_echo(const struct facts *f, struct tuple t);

/* 5. */
struct opinion judge_icmp(const struct judge *j);

/* Section 6. */
struct opinion judge_outbound(const struct judge *j);

#endif
