/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Which numbers of a rule set exceed what a compiled one has room for (abi/limits.h).
 */
#ifndef UCGATE_RULES_LIMITS_H
#define UCGATE_RULES_LIMITS_H

#include "rules/model.h"

/* Diagnoses each limit that is exceeded, by name and numbers. Returns 0 or -E2BIG. */
int ruleset_limits_check(const struct ruleset *ruleset, struct diagnostics *d);

#endif
