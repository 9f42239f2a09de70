/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The flow tables from user space, for reading. What a flow's service and generation mean, the rules tell.
 */
#ifndef UCGATE_MAPS_FLOWS_H
#define UCGATE_MAPS_FLOWS_H

#include <stddef.h>
#include <stdint.h>

#include "abi/flow.h"

#include "maps/pin.h"

struct flow_entry {
	uint8_t family;		/* 4 or 6 */
	struct flow_key_v6 key; /* an IPv4 address is in `low` */
	struct flow flow;
};

/* Owns its list. */
struct flow_list {
	struct flow_entry *list;
	size_t count;
};

/* All that are in the tables, idle ones too, the last used first. Learning goes on meanwhile. Returns 0 or -errno. */
int flows_read(const struct pins *pins, struct flow_list *ret);

void flow_list_free(struct flow_list *flows);

#endif
