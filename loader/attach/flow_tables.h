/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * How many flows each of the four flow tables holds: chosen when an interface is attached, fixed until it is detached.
 */
#ifndef UCGATE_ATTACH_FLOW_TABLES_H
#define UCGATE_ATTACH_FLOW_TABLES_H

#include <stdint.h>

#include "maps/pin.h"

enum {
	FLOW_TABLE_LEAST = 1024, /* fewer, and the per-CPU lists of free entries take them all */
	FLOW_TABLE_MOST = 1 << 20,
};

/* From the command line. Returns 0, or -EINVAL. */
int flow_tables_parse(const char *text, uint32_t *ret);

/* Of an attached interface. Returns 0 or -errno. */
int flow_tables_size(const struct pins *pins, uint32_t *ret);

#endif
