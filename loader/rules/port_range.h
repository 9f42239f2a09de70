/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * `N` or `N-M`, 1 to 65535.
 */
#ifndef UCGATE_RULES_PORT_RANGE_H
#define UCGATE_RULES_PORT_RANGE_H

#include "rules/complaint.h"
#include "rules/model.h"
#include "rules/slice.h"

/* The place of *ret is left zero. Returns 0, or -EINVAL and why. */
int port_range_parse(struct slice text, struct port_range *ret, struct complaint *ret_why);

#endif
