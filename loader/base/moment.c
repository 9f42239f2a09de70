// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "base/moment.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
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

void moment_format_exact(uint64_t moment, char ret[MOMENT_EXACT_SIZE])
{
	char seconds[MOMENT_SIZE];

	moment_format(moment, seconds);
	snprintf(ret, MOMENT_EXACT_SIZE, "%.19s.%09" PRIu64 "Z", seconds, moment % NS_PER_S);
}

/* `.5`: 500000000 */
static const char *fraction_parse(const char *text, uint64_t *ret_ns)
{
	uint64_t weight = NS_PER_S;

	*ret_ns = 0;
	if (*text != '.')
		return text;
	for (text++; *text >= '0' && *text <= '9'; text++) {
		weight /= 10;
		*ret_ns += weight * (uint64_t)(*text - '0');
	}
	return text;
}

int moment_parse(const char *text, uint64_t *ret)
{
	struct tm utc = {};
	const char *rest = strptime(text, "%Y-%m-%dT%H:%M:%S", &utc);
	uint64_t fraction;
	time_t seconds;

	if (!rest)
		return -EINVAL;
	rest = fraction_parse(rest, &fraction);
	seconds = timegm(&utc);
	if (strcmp(rest, "Z") != 0 || seconds < 0)
		return -EINVAL;
	*ret = (uint64_t)seconds * NS_PER_S + fraction;
	return 0;
}
