/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * `blocklists`: slot -> the lines of compiled blocklists. The rules say which slot is theirs, so both change in one step.
 * The inner maps differ in size from load to load (BPF_F_INNER_MAP); an unused slot is empty and costs nothing.
 */
#ifndef UCGATE_MAPS_BLOCKLISTS_BPF_H
#define UCGATE_MAPS_BLOCKLISTS_BPF_H

#include "abi/blocklist.h"

struct blocklist_map {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__uint(map_flags, BPF_F_INNER_MAP | BPF_F_RDONLY_PROG);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, sizeof(struct blocklist_line));
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, BLOCKLIST_SLOTS);
	__uint(key_size, sizeof(__u32));
	__array(values, struct blocklist_map);
} blocklists SEC(".maps");

#endif
