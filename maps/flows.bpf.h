/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the inside has sent and may be answered. LRU: a full table forgets the least recently used. Only egress
 * inserts, so nothing from outside can fill them; TCP apart from the rest, so that a burst of lookups by UDP cannot
 * push out a call's signalling. The loader sets max_entries.
 */
#ifndef UCGATE_MAPS_FLOWS_BPF_H
#define UCGATE_MAPS_FLOWS_BPF_H

#include "abi/flow.h"
#include "abi/limits.h"

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, FLOWS_MAX);
	__type(key, struct flow_key_v4);
	__type(value, struct flow);
} flows_v4_tcp SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, FLOWS_MAX);
	__type(key, struct flow_key_v4);
	__type(value, struct flow);
} flows_v4_other SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, FLOWS_MAX);
	__type(key, struct flow_key_v6);
	__type(value, struct flow);
} flows_v6_tcp SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, FLOWS_MAX);
	__type(key, struct flow_key_v6);
	__type(value, struct flow);
} flows_v6_other SEC(".maps");

#endif
