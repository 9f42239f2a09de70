/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Rates of the last looks, by interface and name: packets a second that passed in both directions, for each service
 * and for HISTORY_TOTAL, and that were dropped, for HISTORY_DROPPED. No service has a name in capitals.
 */
#ifndef UCGATE_STATS_HISTORY_H
#define UCGATE_STATS_HISTORY_H

#include <stddef.h>

#include "tools/metrics/report.h"

#define HISTORY_TOTAL	"TOTAL"
#define HISTORY_DROPPED "DROPPED"

enum { HISTORY_LOOKS = 120 };

struct history_row {
	char interface[16], name[SERVICE_NAME_SIZE];
	double rate[HISTORY_LOOKS]; /* by the number of the look, modulo */
};

struct history {
	struct history_row *row;
	size_t count;
	size_t looks; /* so far */
};

/* Adds a look: what report_change() gave. Returns 0 or -ENOMEM. */
int history_add(struct history *history, const struct report *change);

/* The last rates, the oldest first, as many as there were looks but at most `most`. Returns how many. */
size_t history_last(const struct history *history, const char *interface, const char *name, size_t most,
		    double *ret);

void history_free(struct history *history);

#endif
