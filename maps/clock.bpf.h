/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * `clock`: now, in ns of CLOCK_MONOTONIC, for a program loaded with clock_injected (tests, replay). The filter on an
 * interface never reads it.
 */
#ifndef UCGATE_MAPS_CLOCK_BPF_H
#define UCGATE_MAPS_CLOCK_BPF_H

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__uint(map_flags, BPF_F_MMAPABLE);
	__type(key, __u32);
	__type(value, __u64);
} clock SEC(".maps");

#endif
