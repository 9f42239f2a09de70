/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * How far the reading of a long list file has come, in one line on a terminal that is gone when it ends. Says nothing
 * in the first moments, and nothing where nobody watches.
 */
#ifndef UCGATE_COMMAND_PROGRESS_H
#define UCGATE_COMMAND_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/diagnostic.h"

struct progress {
	uint64_t started_ns, shown_ns; /* CLOCK_MONOTONIC */
};

/* Lets what is read for these messages be watched, if standard error is a terminal. *progress must live as long. */
void progress_begin(struct progress *progress, struct diagnostics *d);

#endif
