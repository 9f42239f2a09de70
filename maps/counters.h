/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Which element of `service_stats` counts for which service: map `counter_names` from user space.
 */
#ifndef UCGATE_MAPS_COUNTERS_H
#define UCGATE_MAPS_COUNTERS_H

#include "abi/limits.h"

/* By id; an empty name: the id is free. Id 0 is the pseudo-service `other`, which has no name here. */
struct counter_names {
	char name[SERVICE_COUNTERS_MAX][SERVICE_NAME_SIZE];
};

/* fd: of map `counter_names`. Returns 0 or -errno. */
int counter_names_read(int fd, struct counter_names *ret);

/* Gives an id to a name; counter_name_remove() takes a name away, one that is not there too. */
int counter_name_put(int fd, const char *name, unsigned int id);
int counter_name_remove(int fd, const char *name);

/* Zeroes an element of `service_stats` (stats: its descriptor) on every CPU. */
int service_stats_zero(int stats, unsigned int id);

#endif
