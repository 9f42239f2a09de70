/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The metrics of this moment, as text in memory.
 */
#ifndef UCGATE_EXPORTER_EXPOSITION_H
#define UCGATE_EXPORTER_EXPOSITION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/options.h"
#include "tools/metrics/prometheus.h"

struct exposition {
	char *text;
	size_t size;
	bool whole; /* nothing was left out because it could not be read; else ucgate_read_errors says so, too */
};

/* Of these interfaces, or (none given) of all. Returns 0 or -ENOMEM; *ret untouched on failure. */
int exposition_make(const struct option_list *interfaces, enum metrics_format format, struct exposition *ret);

void exposition_free(struct exposition *exposition);

#endif
