/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Seconds as an option's argument.
 */
#ifndef UCGATE_BASE_SECONDS_H
#define UCGATE_BASE_SECONDS_H

/* Digits, maybe with a decimal point. Returns 0, or -EINVAL: something else, or not from least to most. */
int seconds_parse(const char *text, double least, double most, double *ret);

#endif
