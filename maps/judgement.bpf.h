/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* `judgement`: of the last packet, for a program loaded with judgement_told; see abi/judgement.h. */
#ifndef UCGATE_MAPS_JUDGEMENT_BPF_H
#define UCGATE_MAPS_JUDGEMENT_BPF_H

#include "abi/judgement.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__uint(map_flags, BPF_F_MMAPABLE);
	__type(key, __u32);
	__type(value, struct judgement);
} judgement SEC(".maps");

#endif
