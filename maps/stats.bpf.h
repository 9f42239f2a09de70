/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Counters, per CPU so that no packet waits for another. Written by bpf/count.h only, read by maps/snapshot.c.
 */
#ifndef UCGATE_MAPS_STATS_BPF_H
#define UCGATE_MAPS_STATS_BPF_H

#include "abi/essential.h"
#include "abi/limits.h"
#include "abi/reason.h"
#include "abi/stats.h"

/* rules.counter[service] -> stats: an id is stable for a service's name, so counters survive any reload. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, SERVICE_COUNTERS_MAX);
	__type(key, __u32);
	__type(value, struct service_stats);
} service_stats SEC(".maps");

/* enum essential -> stats */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, ESSENTIALS_MAX);
	__type(key, __u32);
	__type(value, struct service_stats);
} essential_stats SEC(".maps");

/* enum reason -> stats; only the reasons that drop are counted */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, REASON_MAX);
	__type(key, __u32);
	__type(value, struct reason_stats);
} reason_stats SEC(".maps");

#endif
