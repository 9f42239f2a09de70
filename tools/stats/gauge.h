/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Numbers as pictures of one line.
 */
#ifndef UCGATE_STATS_GAUGE_H
#define UCGATE_STATS_GAUGE_H

#include <stdbool.h>
#include <stddef.h>

enum { GAUGE_MAX = 120, GAUGE_SIZE = 3 * GAUGE_MAX + 1 };

/*
 * One character a value, as high as it is of the highest; what is above zero is never blank. count: at most GAUGE_MAX.
 * unicode: blocks; else ASCII.
 */
void spark_format(const double *value, size_t count, bool unicode, char ret[GAUGE_SIZE]);

/* A bar that fills so many columns (at most GAUGE_MAX) by share, from 0 to 1; what is above zero is never empty. */
void bar_format(double share, size_t columns, bool unicode, char ret[GAUGE_SIZE]);

#endif
