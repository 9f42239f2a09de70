/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The addresses of a compiled rule set: sorted ranges by family, a row of masks for each range.
 */
#ifndef UCGATE_RULES_ADDRESS_TABLE_H
#define UCGATE_RULES_ADDRESS_TABLE_H

#include "rules/model.h"

/* Fills v4, v6 and their depths of a value; the ruleset is within its limits. Returns 0 or -ENOMEM. */
int address_table_compile(const struct ruleset *ruleset, struct rules *rules);

#endif
