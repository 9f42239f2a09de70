/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What tells two rule sets apart, key by key as a rule file has them.
 */
#ifndef UCGATE_COMMAND_RULES_DIFF_H
#define UCGATE_COMMAND_RULES_DIFF_H

#include <stdbool.h>
#include <stdio.h>

#include <jansson.h>

#include "rules/model.h"

/*
 * An array of {"section":"rules"|"blocklist"|"service","name":"..."|null,"change":"changed"|"added"|"removed",
 * "keys":[{"key":"udp","removed":["5060"],"added":["5070-5080"]}]}, in the order of the file, services that it no longer
 * has last. Both are to be decompiled, so that what means the same is written alike; what a rule file need not say is not
 * named. NULL: no memory.
 */
json_t *rules_diff(const struct ruleset *before, const struct ruleset *after);

/* The same for people. */
void rules_diff_print(const json_t *changes, bool painted, FILE *out);

#endif
