/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * --suggest: rules that seem to be missing, from what is dropped and what the rules in force have.
 */
#ifndef UCGATE_STATS_SUGGEST_H
#define UCGATE_STATS_SUGGEST_H

#include <stdbool.h>
#include <stdio.h>

#include "hearing.h"

/* Listens and prints. Returns 0 or -errno, as hearing_hold(). */
int suggestions_show(const struct hearing *hearing, bool json, FILE *out);

#endif
