// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tests/bench/samples.h"

#include <stdlib.h>
#include <time.h>

static double clock_read(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

double now_ns(void)
{
	return clock_read(CLOCK_MONOTONIC);
}

double cpu_ns(void)
{
	return clock_read(CLOCK_THREAD_CPUTIME_ID);
}

void samples_add(struct samples *samples, double value)
{
	if (samples->count < SAMPLES_MAX)
		samples->value[samples->count++] = value;
}

static int sample_compare(const void *left, const void *right)
{
	double a = *(const double *)left, b = *(const double *)right;

	return (a > b) - (a < b);
}

double samples_minimum(struct samples *samples)
{
	qsort(samples->value, samples->count, sizeof(samples->value[0]), sample_compare);
	return samples->count ? samples->value[0] : 0;
}

double samples_median(struct samples *samples)
{
	qsort(samples->value, samples->count, sizeof(samples->value[0]), sample_compare);
	return samples->count ? samples->value[samples->count / 2] : 0;
}
