/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * `rules`: slot -> a map whose one element is struct rules. One update of slot RULES_LIVE replaces every rule at
 * once. The inner maps are written and frozen before they are put here; programs only read them.
 */
#ifndef UCGATE_MAPS_RULES_BPF_H
#define UCGATE_MAPS_RULES_BPF_H

#include "abi/rules.h"

struct rules_map {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__uint(map_flags, BPF_F_RDONLY_PROG);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, sizeof(struct rules));
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, RULES_SLOTS);
	__uint(key_size, sizeof(__u32));
	__array(values, struct rules_map);
} rules SEC(".maps");

#endif
