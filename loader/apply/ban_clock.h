/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The kernel ends a ban by CLOCK_MONOTONIC, people and files know CLOCK_REALTIME: both at one instant. Pure but for
 * ban_clock_now().
 */
#ifndef UCGATE_APPLY_BAN_CLOCK_H
#define UCGATE_APPLY_BAN_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "abi/ban.h"

struct ban_clock {
	uint64_t monotonic_ns;
	uint64_t real_s;
};

struct ban_clock ban_clock_now(void);

/* A ban that begins now. seconds 0: for good. */
struct ban ban_clock_begin(struct ban_clock now, uint32_t seconds);

/* When it ends, in seconds of CLOCK_REALTIME, rounded up; 0: never. */
uint64_t ban_clock_until(struct ban_clock now, const struct ban *ban);

/*
 * A ban of another boot, with what is left of it. A clock that is behind (no battery, no NTP yet) makes it no longer
 * than it was meant to be. False: nothing is left.
 */
bool ban_clock_resume(struct ban_clock now, uint64_t since_s, uint64_t until_s, struct ban *ret);

#endif
