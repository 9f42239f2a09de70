// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/listen/deadline.h"

#include <time.h>

#include "base/log.h"
#include "rules/duration.h"

#define NS_PER_S 1000000000ull

int deadline_parse(const char *text, uint32_t *ret_seconds)
{
	static const struct duration_range range = {1, 30 * 86400, "1s to 30d"};
	struct complaint why = {};
	int r = duration_parse(slice_of(text), &range, ret_seconds, &why);

	if (r < 0)
		log_error("--for: %s", why.text);
	return r;
}

uint64_t deadline_after(uint32_t seconds)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return ((uint64_t)now.tv_sec + seconds) * NS_PER_S + (uint64_t)now.tv_nsec;
}
