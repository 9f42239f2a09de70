/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The ports of a compiled rule set: a class for each port, a row of masks for each class.
 */
#ifndef UCGATE_RULES_PORT_TABLE_H
#define UCGATE_RULES_PORT_TABLE_H

#include "rules/model.h"

/*
 * Fills port_class[] and port[] of a zeroed value; the ruleset is within its limits. Port 0 gets a row of no services.
 * Returns 0, -E2BIG when there are more than PORT_CLASSES_MAX different rows, or -ENOMEM.
 */
int port_table_compile(const struct ruleset *ruleset, struct rules *rules);

#endif
