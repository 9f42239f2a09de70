/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * `90s`, `5m`, `2h`, `1d`: one number, one unit, from 10 seconds to 7 days.
 */
#ifndef UCGATE_RULES_DURATION_H
#define UCGATE_RULES_DURATION_H

#include <stdint.h>

#include "rules/complaint.h"
#include "rules/slice.h"

/* Returns 0, or -EINVAL and why. */
int duration_parse(struct slice text, uint32_t *ret_seconds, struct complaint *ret_why);

#endif
