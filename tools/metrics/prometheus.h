/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A report as metrics: each kind once, its HELP and TYPE first, then the samples of all interfaces.
 */
#ifndef UCGATE_METRICS_PROMETHEUS_H
#define UCGATE_METRICS_PROMETHEUS_H

#include <stdio.h>

#include "tools/metrics/report.h"

enum metrics_format {
	METRICS_TEXT,	     /* Prometheus' text format, version 0.0.4 */
	METRICS_OPENMETRICS, /* OpenMetrics 1.0 */
};

/* Pure; returns 0. Whether out took it all is ferror(out)'s to say. */
int render_prometheus(const struct report *now, enum metrics_format format, FILE *out);

#endif
