/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * How far something long has come, in one line on a terminal that is gone when it ends. Says nothing in the first
 * moments, and nothing where nobody watches.
 */
#ifndef UCGATE_BASE_PROGRESS_H
#define UCGATE_BASE_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
	bool watched;		      /* standard error is a terminal */
	uint64_t started_ns, next_ns; /* CLOCK_MONOTONIC */
	bool shown;
};

void progress_begin(struct progress *progress);

/* Whether it is time to show something new: a tenth of a second has passed since the last time. */
bool progress_due(const struct progress *progress);

/* Shows the text instead of the last one, if it is due. */
void progress_show(struct progress *progress, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Takes the line away, also before anything else is written to the terminal. */
void progress_clear(struct progress *progress);

#endif
