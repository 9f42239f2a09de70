/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Rule sets for tests: written in a line, or by chance. Without memory the test ends.
 */
#ifndef UCGATE_TESTS_HARNESS_RULESET_H
#define UCGATE_TESTS_HARNESS_RULESET_H

#include "rules/model.h"
#include "tests/packets/dice.h"

/* An empty rule set with the defaults of ucgate.yaml(5). */
void ruleset_begin(struct ruleset *ret);

/* Adds a service. NULL lists are left out: ports as "443 5222-5223", prefixes as "10.0.0.0/8 2001:db8::1". */
struct service *ruleset_add(struct ruleset *ruleset, const char *name, const char *tcp, const char *udp,
			    const char *peers);

/* Appends to a list. Places count up in line 1, so that messages can be told apart. */
void ports_add(struct port_list *ports, const char *text);
void prefixes_add(struct prefix_list *prefixes, const char *text);
void protocols_add(struct service *service, const char *text);
struct blocklist *blocklist_add(struct ruleset *ruleset, const char *name, const char *prefixes);

/* One that `check` accepts, with every key in use. */
void ruleset_roll(struct dice *dice, struct ruleset *ret);

/* An address or a port that the rule set has an opinion about, or nearly. */
void address_roll(struct dice *dice, const struct ruleset *ruleset, uint8_t family, uint8_t ret[16]);
uint16_t port_roll(struct dice *dice, const struct ruleset *ruleset);

#endif
