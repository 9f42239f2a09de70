/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Measured times and what is said about them: the minimum is the program, the rest is the machine's noise. */
#ifndef UCGATE_TESTS_BENCH_SAMPLES_H
#define UCGATE_TESTS_BENCH_SAMPLES_H

#include <stddef.h>

enum { SAMPLES_MAX = 256 };

struct samples {
	double value[SAMPLES_MAX];
	size_t count;
};

/* Nanoseconds that have passed, and those that this thread had a CPU. */
double now_ns(void);
double cpu_ns(void);

/* Beyond SAMPLES_MAX a sample is not kept. */
void samples_add(struct samples *samples, double value);

/* Sorts; 0 when there are none. */
double samples_minimum(struct samples *samples);
double samples_median(struct samples *samples);

#endif
