/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Points in time, in ns of CLOCK_REALTIME.
 */
#ifndef UCGATE_BASE_MOMENT_H
#define UCGATE_BASE_MOMENT_H

#include <stdint.h>

enum { MOMENT_SIZE = sizeof("2025-01-31T23:59:59Z") };

uint64_t moment_now(void);

/* RFC 3339, in UTC, whole seconds. */
void moment_format(uint64_t moment, char ret[MOMENT_SIZE]);

#endif
