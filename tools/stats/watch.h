/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The live view on standard output, drawn again and again, and whenever the terminal changes its size.
 */
#ifndef UCGATE_STATS_WATCH_H
#define UCGATE_STATS_WATCH_H

#include <stdbool.h>

struct watch {
	const char *interface; /* NULL: all */
	double interval_s;
	bool color, exact;
};

/* Whether standard output can be drawn on: a terminal that knows how to move its cursor. */
bool watch_possible(void);

/*
 * Until there is nothing to watch any more: -ENOENT (nothing attached, or not that interface), -EIO (standard output
 * does not take it), -ENOMEM, or the -errno of what cannot be read, which was said (log_error()).
 */
int watch_run(const struct watch *watch);

#endif
