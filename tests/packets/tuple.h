/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What a packet is to services, as the rule file says them. Known to the model only.
 */
#ifndef UCGATE_TESTS_PACKETS_TUPLE_H
#define UCGATE_TESTS_PACKETS_TUPLE_H

#include "tests/packets/facts.h"

/* A packet as both ends see it, whichever way it goes. Ports are 0 where there are none. */
struct tuple {
	int family;
	uint8_t protocol;
	const uint8_t *peer, *local;
	uint16_t peer_port, local_port;
	uint8_t flags;
};

bool has_ports(uint8_t protocol);

bool ports_hold(const struct port_list *ports, uint16_t port);
bool prefixes_hold(const struct prefix_list *prefixes, int family, const uint8_t *address);

typedef bool (*service_test)(const struct service *service, const struct tuple *t);

/* The first service in file order that the test takes, with or without regard to `peers` and `local`; or -1. */
int service_first(const struct ruleset *rules, const struct tuple *t, service_test test, bool addresses);

/* Step 8, addresses aside: with `state: tracked`, with `state: none`. */
bool service_admits(const struct service *service, const struct tuple *t);
bool service_lists_stateless(const struct service *service, const struct tuple *t);

/* Section 6, addresses aside: who learns a flow; what `state: none` counts. */
bool service_opens(const struct service *service, const struct tuple *t);
bool service_sends_stateless(const struct service *service, const struct tuple *t);

/* Step 10: comes from a port that the service lists for that peer. */
bool service_answers(const struct service *service, const struct tuple *t);

/* Whatever its direction. */
bool service_lists_protocol(const struct service *service, const struct tuple *t);

/* `never_block`, and the peers of critical services */
bool is_never_blocked(const struct ruleset *rules, int family, const uint8_t *address);

struct tuple tuple_inbound(const struct facts *f);
struct tuple tuple_outbound(const struct facts *f);

#endif
