/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * `scratch`: numbers of the packet in hand, one element a CPU. Nothing outlives a packet here; see bpf/forget.h,
 * which alone uses it.
 */
#ifndef UCGATE_MAPS_SCRATCH_BPF_H
#define UCGATE_MAPS_SCRATCH_BPF_H

#include <linux/types.h>

struct scratch {
	__u32 ip, l4;
	__u16 peer_port, local_port;
	__u8 protocol, tcp_flags, icmp_type;
	__u8 fragment, fragment_cut;
	__u8 family;
	__u32 said;
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct scratch);
} scratch SEC(".maps");

#endif
