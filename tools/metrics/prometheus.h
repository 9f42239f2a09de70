/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A report as Prometheus' text format, version 0.0.4.
 */
#ifndef UCGATE_METRICS_PROMETHEUS_H
#define UCGATE_METRICS_PROMETHEUS_H

#include <stdio.h>

#include "tools/metrics/report.h"

/* Pure; returns 0. Whether out took it all is ferror(out)'s to say. */
int render_prometheus(const struct report *now, FILE *out);

#endif
