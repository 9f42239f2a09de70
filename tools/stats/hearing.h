/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What --top and --suggest are made from: events of some seconds, or the lines that `ucgate-events -j` wrote of them.
 */
#ifndef UCGATE_STATS_HEARING_H
#define UCGATE_STATS_HEARING_H

#include "tools/listen/listener.h"

enum { HEARING_SECONDS = 10 };

struct hearing {
	const char *interface; /* NULL: all */
	const char *file;      /* of lines, `-`: standard input; NULL: it listens */
	uint32_t seconds;
	bool passes;
};

struct heard {
	struct listener_totals totals;
	double seconds; /* that it took */
};

/*
 * Hands on all of them, until the time is over or it is interrupted. Failures are logged. Returns 0, -ENOENT when nothing
 * is attached, -EBUSY when somebody else listens, -EBADMSG for a file that is none, or another -errno.
 */
int hearing_hold(const struct hearing *hearing, sighting_take take, void *context, struct heard *ret);

#endif
