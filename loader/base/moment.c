// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "base/moment.h"

#include <time.h>

enum { NS_PER_S = 1000000000 };

uint64_t moment_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (uint64_t)now.tv_sec * NS_PER_S + (uint64_t)now.tv_nsec;
}

void moment_format(uint64_t moment, char ret[MOMENT_SIZE])
{
	time_t seconds = (time_t)(moment / NS_PER_S);
	struct tm utc;

	gmtime_r(&seconds, &utc);
	strftime(ret, MOMENT_SIZE, "%Y-%m-%dT%H:%M:%SZ", &utc);
}
