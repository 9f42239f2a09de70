/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * `90s`, `5m`, `2h`, `1d`: one number, one unit.
 */
#ifndef UCGATE_RULES_DURATION_H
#define UCGATE_RULES_DURATION_H

#include <stdint.h>

#include "rules/complaint.h"
#include "rules/slice.h"

struct duration_range {
	uint32_t shortest, longest; /* seconds */
	const char *text;
};

extern const struct duration_range duration_idle; /* of a service's `timeout` */
extern const struct duration_range duration_ban;

/* Returns 0, or -EINVAL and why. */
int duration_parse(struct slice text, const struct duration_range *range, uint32_t *ret_seconds,
		   struct complaint *ret_why);

#endif
