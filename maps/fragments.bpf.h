/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * First fragments that passed, of both directions. LRU: a flood of first fragments costs the oldest their rest.
 * Written by bpf/fragment.h.
 */
#ifndef UCGATE_MAPS_FRAGMENTS_BPF_H
#define UCGATE_MAPS_FRAGMENTS_BPF_H

#include "abi/fragment.h"
#include "abi/limits.h"

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, FRAGMENTS_MAX);
	__type(key, struct fragment_key_v4);
	__type(value, struct fragment_first);
} fragments_v4 SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, FRAGMENTS_MAX);
	__type(key, struct fragment_key_v6);
	__type(value, struct fragment_first);
} fragments_v6 SEC(".maps");

#endif
