/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * `ucgate run`: a keeper for each interface, told by one loop what signals, the kernel and the clock say, until SIGTERM
 * or SIGINT. The filters stay where they are.
 */
#ifndef UCGATE_RUN_RUN_H
#define UCGATE_RUN_RUN_H

#include <stddef.h>

#include "base/outcome.h"
#include "run/keeper.h"

enum { RUN_INTERFACES_MAX = 64 };

/* At most RUN_INTERFACES_MAX. Errors are said. */
enum outcome interfaces_run(const struct keeper_order *orders, size_t count);

#endif
