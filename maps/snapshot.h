/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * One interface at one instant: its rules' header, all counters added up over the CPUs, the fill of its tables.
 * Read once from the pins, by whoever may read them (maps/live.h says how); renderers see this and never a map.
 */
#ifndef UCGATE_MAPS_SNAPSHOT_H
#define UCGATE_MAPS_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "abi/changes.h"
#include "abi/essential.h"
#include "abi/instance.h"
#include "abi/limits.h"
#include "abi/reason.h"
#include "abi/rules.h"
#include "abi/stats.h"

#include "maps/live.h"
#include "maps/pin.h"

struct snapshot_service {
	char name[SERVICE_NAME_SIZE];
	struct service_stats stats;
	bool live; /* in the running rules; false: taken out by a reload, its counters live on */
};

struct snapshot_table {
	const char *name; /* "flows", "limits", ... */
	uint64_t used, max;
	bool evicts; /* a full table forgets, and counts it: */
	uint64_t evicted;
};

enum { SNAPSHOT_TABLES = 8 };

struct snapshot {
	struct instance instance;
	char interface[16]; /* its name now, or instance.name when it is gone */
	bool attached;	    /* the program is on the interface, as far as the caller may see */
	struct rules_header rules;
	char file[RULES_FILE_SIZE];
	struct trial trial;	/* whether these rules wait to be confirmed, or what did and expired */
	struct changes changes; /* reloads, by their results */
	uint64_t taken_ns;	/* CLOCK_MONOTONIC */
	uint64_t taken_at_ns;	/* CLOCK_REALTIME */
	struct snapshot_service *services; /* in file order, then those no longer in the rules */
	size_t services_count;
	struct service_stats essential[ESSENTIALS_COUNT];
	struct reason_stats reason[REASON_MAX];
	struct snapshot_table table[SNAPSHOT_TABLES];
	size_t tables_count;
};

/*
 * 0, -ENOENT (nothing pinned, or no rules yet), -EPROTO (unknown layout), -ESTALE (see maps/live.h) or another -errno;
 * *ret untouched on failure.
 */
int snapshot_read(const struct pins *pins, struct snapshot *ret);

/*
 * Every packet once: passes of services and essentials, and outbound what neither has; drops by reason; would-drops
 * count as passed.
 */
struct service_stats snapshot_totals(const struct snapshot *snapshot);

void snapshot_free(struct snapshot *snapshot);

#endif
