/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Which packets are wanted: of these reasons, these services, these peers; what is not named does not matter.
 */
#ifndef UCGATE_LISTEN_FILTER_H
#define UCGATE_LISTEN_FILTER_H

#include <stdbool.h>

#include "base/options.h"
#include "rules/model.h"
#include "tools/listen/sighting.h"

struct filter {
	bool reasons[REASON_MAX]; /* none set: all */
	bool any_reason;
	const struct option_list *services; /* or essentials; empty: all; not owned */
	struct prefix_list peers;	    /* count 0: all */
};

/* What options say. Returns 0, -ENOMEM, or -EINVAL after saying which word is wrong (log_error()). */
int filter_fill(const struct option_list *reasons, const struct option_list *services,
		const struct option_list *peers, struct filter *ret);

/* A packet without an IP header has no peer. */
bool filter_takes(const struct filter *filter, const struct sighting *sighting);

void filter_free(struct filter *filter);

#endif
