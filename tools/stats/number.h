/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Numbers and spans of time for humans.
 */
#ifndef UCGATE_STATS_NUMBER_H
#define UCGATE_STATS_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

enum { NUMBER_SIZE = 32, AGE_SIZE = 32 };

/*
 * At most five characters in powers of 1000 (`-`, 7, 999, 1.2k, 34.5M, 18.4E), or with exact all digits. seconds 0: a
 * count; else what was added in that time, as a rate per second.
 */
void number_format(uint64_t count, double seconds, bool exact, char ret[NUMBER_SIZE]);

/* The two largest units: 9s, 3m 20s, 2h 10m, 4d 3h. */
void age_format(uint64_t seconds, char ret[AGE_SIZE]);

#endif
