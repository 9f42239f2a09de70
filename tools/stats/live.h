/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The filter as it works, on a terminal: rates by service, what is dropped most, how full the tables are.
 */
#ifndef UCGATE_STATS_LIVE_H
#define UCGATE_STATS_LIVE_H

#include <stdio.h>

#include "live_view.h"

/* Pure. Returns 0 or -ENOMEM. */
int render_live(const struct live_view *view, FILE *out);

#endif
