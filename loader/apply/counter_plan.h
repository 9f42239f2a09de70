/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Which element of `service_stats` each service of new rules counts in. An id belongs to a service's name for as long
 * as it can: it survives reordering and renumbering, and a service that was taken out and comes back finds its
 * counters again. Ids of names that no rules use are taken last. Pure: apply.c carries the plan out.
 */
#ifndef UCGATE_APPLY_COUNTER_PLAN_H
#define UCGATE_APPLY_COUNTER_PLAN_H

#include "abi/rules.h"

#include "maps/counters.h"

/* One id to be zeroed and given to a name. */
struct counter_grant {
	unsigned int id;
	char name[SERVICE_NAME_SIZE];
	char former[SERVICE_NAME_SIZE]; /* the name that loses the id; empty: it was free */
};

struct counter_plan {
	struct counter_grant grant[SERVICES_MAX];
	unsigned int grants;
};

/*
 * Sets rules->counter[] and fills *ret. used: rules whose counters must stay theirs (live, previous), NULLs allowed.
 * Never fails: SERVICE_COUNTERS_MAX leaves room for the names of three rule sets.
 */
void counter_plan_make(const struct counter_names *names, const struct rules *const used[2],
		       struct rules *rules, struct counter_plan *ret);

#endif
