/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * --top: the remotes that most dropped packets came from, or were for.
 */
#ifndef UCGATE_STATS_DROPS_H
#define UCGATE_STATS_DROPS_H

#include <stdbool.h>
#include <stdio.h>

#include "hearing.h"
#include "tools/advice/top.h"

enum { DROPS_SHOWN = 20 };

/* top: ended. Pure; return 0 or -ENOMEM. */
int drops_print(const struct top *top, double seconds, bool exact, FILE *out);
int drops_print_json(const struct top *top, double seconds, FILE *out);

/* Listens and prints. Returns 0 or -errno, as hearing_hold(). */
int drops_show(const struct hearing *hearing, bool json, bool exact, FILE *out);

#endif
