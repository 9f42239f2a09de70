// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "apply/ban_clock.h"

#include <time.h>

#define NS_PER_S 1000000000ull

struct ban_clock ban_clock_now(void)
{
	struct timespec monotonic, real;

	clock_gettime(CLOCK_MONOTONIC, &monotonic);
	clock_gettime(CLOCK_REALTIME, &real);
	return (struct ban_clock){
		.monotonic_ns = (uint64_t)monotonic.tv_sec * NS_PER_S + (uint64_t)monotonic.tv_nsec,
		.real_s = (uint64_t)real.tv_sec,
	};
}

struct ban ban_clock_begin(struct ban_clock now, uint32_t seconds)
{
	return (struct ban){
		.expires_ns = seconds ? now.monotonic_ns + seconds * NS_PER_S : 0,
		.added_s = now.real_s,
	};
}

uint64_t ban_clock_until(struct ban_clock now, const struct ban *ban)
{
	if (!ban->expires_ns)
		return 0;
	if (ban->expires_ns <= now.monotonic_ns)
		return now.real_s;
	return now.real_s + (ban->expires_ns - now.monotonic_ns + NS_PER_S - 1) / NS_PER_S;
}

bool ban_clock_resume(struct ban_clock now, uint64_t since_s, uint64_t until_s, struct ban *ret)
{
	uint64_t left;

	*ret = (struct ban){.added_s = since_s};
	if (!until_s)
		return true;
	if (until_s <= since_s || until_s <= now.real_s)
		return false;
	left = until_s - (now.real_s > since_s ? now.real_s : since_s);
	if (left > UINT64_MAX / (2 * NS_PER_S))
		return false;
	ret->expires_ns = now.monotonic_ns + left * NS_PER_S;
	return true;
}
