/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The learned flows of an interface, in words.
 */
#ifndef UCGATE_STATS_FLOWS_H
#define UCGATE_STATS_FLOWS_H

#include <stdbool.h>
#include <stdio.h>

#include "abi/rules.h"

#include "maps/counters.h"
#include "maps/flows.h"

/* Flows, and what it takes to name what they are. */
struct flow_view {
	char interface[16];
	const struct flow_list *flows;
	const struct rules *rules; /* in force */
	const struct counter_names *names;
	uint64_t now_ns; /* CLOCK_MONOTONIC */
};

/* One line a flow: for people, or (json) one object. Pure. Returns 0 or -ENOMEM. */
int flows_print(const struct flow_view *view, bool json, FILE *out);

/*
 * Reads and prints those of the interface, or (NULL) of all that are attached. Failures are logged. Returns 0, -ENOENT
 * when there is no such interface, or another -errno.
 */
int flows_show(const char *interface, bool json, FILE *out);

#endif
