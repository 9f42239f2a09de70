/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * `flow_stats`: enum flow_table -> flows inserted. Nothing deletes a flow but the LRU, so what was inserted and is
 * not there was evicted. Per CPU, written by bpf/session.h.
 */
#ifndef UCGATE_MAPS_FLOW_STATS_BPF_H
#define UCGATE_MAPS_FLOW_STATS_BPF_H

#include "abi/flow.h"

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, FLOW_TABLES);
	__type(key, __u32);
	__type(value, __u64);
} flow_stats SEC(".maps");

#endif
