/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * `instance`: whose pins these are. `counter_names`: service name -> index of `service_stats`. `changes`: what became
 * of reloads. They belong to the loader; no program looks at them, they live beside the maps that do.
 */
#ifndef UCGATE_MAPS_INSTANCE_BPF_H
#define UCGATE_MAPS_INSTANCE_BPF_H

#include "abi/changes.h"
#include "abi/instance.h"
#include "abi/limits.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct instance);
} instance SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct changes);
} changes SEC(".maps");

typedef char service_name[SERVICE_NAME_SIZE];

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, SERVICE_COUNTERS_MAX);
	__type(key, service_name);
	__type(value, __u32);
} counter_names SEC(".maps");

#endif
