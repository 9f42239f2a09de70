/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Rule sets by chance, such as a rule file could say, and the ports and addresses that are worth trying with them:
 * what the rules name, the first and the last, and one beside.
 */
#ifndef UCGATE_TESTS_PACKETS_RANDOM_RULES_H
#define UCGATE_TESTS_PACKETS_RANDOM_RULES_H

#include "rules/model.h"
#include "tests/packets/dice.h"

/* *ret to ruleset_free(). 0 or -ENOMEM. */
int ruleset_random(struct dice *dice, struct ruleset *ret);

/* Changes a rule set as an operator does between two reloads. */
void ruleset_change(struct dice *dice, struct ruleset *rules);

uint16_t port_random(struct dice *dice, const struct ruleset *rules);
uint8_t protocol_random(struct dice *dice, const struct ruleset *rules);
void address_random(struct dice *dice, const struct ruleset *rules, int family, uint8_t ret[16]);

#endif
