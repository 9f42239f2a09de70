/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The maps that a change of rules touches. */
#ifndef UCGATE_APPLY_RULE_MAPS_H
#define UCGATE_APPLY_RULE_MAPS_H

#include "maps/pin.h"

/* Descriptors of an interface's pins. */
struct rule_maps {
	int rules, service_stats, counter_names, blocklists, changes;
};

/* 0, and *ret to rule_maps_close(), or -errno. */
int rule_maps_open(const struct pins *pins, struct rule_maps *ret);
void rule_maps_close(struct rule_maps *maps);

#endif
