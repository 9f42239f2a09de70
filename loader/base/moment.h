/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Points in time, in ns of CLOCK_REALTIME.
 */
#ifndef UCGATE_BASE_MOMENT_H
#define UCGATE_BASE_MOMENT_H

#include <stdint.h>

enum {
	MOMENT_SIZE = sizeof("2025-01-31T23:59:59Z"),
	MOMENT_EXACT_SIZE = sizeof("2025-01-31T23:59:59.123456789Z"),
};

uint64_t moment_now(void);

/* RFC 3339, in UTC, whole seconds. */
void moment_format(uint64_t moment, char ret[MOMENT_SIZE]);

/* The same with nine digits behind the point. */
void moment_format_exact(uint64_t moment, char ret[MOMENT_EXACT_SIZE]);

/* What either has written. Returns 0, or -EINVAL. */
int moment_parse(const char *text, uint64_t *ret);

#endif
