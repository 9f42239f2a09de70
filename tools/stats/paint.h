/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Colours of a terminal, by what they mean.
 */
#ifndef UCGATE_STATS_PAINT_H
#define UCGATE_STATS_PAINT_H

#define PAINT_HEAD  "\033[1m"
#define PAINT_DIM   "\033[2m"
#define PAINT_CALM  "\033[32m"
#define PAINT_WATCH "\033[33m"
#define PAINT_ALARM "\033[1;31m"
#define PAINT_END   "\033[0m"

#endif
