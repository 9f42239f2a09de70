/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * `totals`: index of `service_stats` -> how much of its total limit a service has used. An array, so that no flood of
 * sources can push one out. Written by bpf/limit.h.
 */
#ifndef UCGATE_MAPS_TOTALS_BPF_H
#define UCGATE_MAPS_TOTALS_BPF_H

#include "abi/limits.h"
#include "abi/rate.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, SERVICE_COUNTERS_MAX);
	__type(key, __u32);
	__type(value, struct source_rate);
} totals SEC(".maps");

#endif
