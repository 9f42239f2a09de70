/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The services of a rule set for people: what each opens, one a line, in file order.
 */
#ifndef UCGATE_COMMAND_SERVICE_TABLE_H
#define UCGATE_COMMAND_SERVICE_TABLE_H

#include <stdio.h>

#include "rules/model.h"

/* Returns 0 or -ENOMEM. */
int services_print(const struct ruleset *ruleset, FILE *out);

#endif
