/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * `bans`: prefix -> until when; `ban_lengths`: the prefix lengths among them, by family. Written by `ucgate ban` and
 * `unban` (maps/bans.c), read by bpf/ban.h. Not preallocated: memory goes with the number of bans.
 */
#ifndef UCGATE_MAPS_BANS_BPF_H
#define UCGATE_MAPS_BANS_BPF_H

#include "abi/ban.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, BANS_MAX);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct ban_key);
	__type(value, struct ban);
} bans SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, BAN_FAMILIES);
	__type(key, __u32);
	__type(value, struct ban_lengths);
} ban_lengths SEC(".maps");

#endif
