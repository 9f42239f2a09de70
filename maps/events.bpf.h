/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What happens to packets as it happens, for one listener; see abi/event.h. Written by bpf/event.h. */
#ifndef UCGATE_MAPS_EVENTS_BPF_H
#define UCGATE_MAPS_EVENTS_BPF_H

#include "abi/event.h"
#include "abi/reason.h"

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, EVENT_RING_SIZE);
} events SEC(".maps");

/* Whether somebody listens: written by user space. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct event_control);
} event_control SEC(".maps");

/* enum reason -> how many were told lately */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, REASON_MAX);
	__type(key, __u32);
	__type(value, struct event_window);
} event_windows SEC(".maps");

#endif
