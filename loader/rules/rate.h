/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * `50/s`, `600/m`, `50/s burst 100`: 1 to 10,000,000 packets.
 */
#ifndef UCGATE_RULES_RATE_H
#define UCGATE_RULES_RATE_H

#include "rules/complaint.h"
#include "rules/model.h"
#include "rules/slice.h"

/* The place of *ret is left zero. Returns 0, or -EINVAL and why. */
int rate_parse(struct slice text, struct rate *ret, struct complaint *ret_why);

#endif
