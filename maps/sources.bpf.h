/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * `sources`: who sends how much of what is limited. LRU: a flood of spoofed sources evicts the idle first and
 * cannot grow it. Written by bpf/rate.h.
 */
#ifndef UCGATE_MAPS_SOURCES_BPF_H
#define UCGATE_MAPS_SOURCES_BPF_H

#include "abi/limits.h"
#include "abi/rate.h"

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, SOURCES_MAX);
	__type(key, struct source_key);
	__type(value, struct source_rate);
} sources SEC(".maps");

#endif
