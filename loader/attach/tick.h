/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The clock that costs a packet nothing: the kernel counts ticks (jiffies) whether anybody asks or not. Of how many
 * nanoseconds, and from when on, it tells no program, so each gets it from here when it is loaded.
 */
#ifndef UCGATE_ATTACH_TICK_H
#define UCGATE_ATTACH_TICK_H

#include <stdint.h>

/* CLOCK_MONOTONIC = jiffies * tick_ns + origin_ns, modulo 2^64 and to a tick. */
struct tick_clock {
	uint64_t tick_ns; /* 0: not known, the programs ask the kernel */
	uint64_t origin_ns;
};

/* Asks the kernel by bpf/tick.bpf.c. */
struct tick_clock tick_clock_read(void);

#endif
