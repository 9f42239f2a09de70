/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * `ADDRESS` or `ADDRESS/LENGTH`, IPv4 and IPv6. A bare address is a prefix of its whole length.
 */
#ifndef UCGATE_RULES_PREFIX_H
#define UCGATE_RULES_PREFIX_H

#include "rules/complaint.h"
#include "rules/model.h"
#include "rules/slice.h"

/* The place of *ret is left zero. Returns 0, or -EINVAL and why. */
int prefix_parse(struct slice text, struct prefix *ret, struct complaint *ret_why);

#endif
