/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A set of ports: one bit each.
 */
#ifndef UCGATE_RULES_PORTS_H
#define UCGATE_RULES_PORTS_H

#include "rules/model.h"

struct port_set {
	uint64_t words[65536 / 64];
};

/* The ports of a list, however often it names them. Costs no more for long or overlapping ranges. */
void port_set_fill(const struct port_list *ports, struct port_set *ret);

void port_set_add(struct port_set *set, uint16_t port);
void port_set_add_range(struct port_set *set, const struct port_range *range);
bool port_set_has(const struct port_set *set, uint16_t port);

/* Whether the set has a port of the range: the first one. */
bool port_set_meets(const struct port_set *set, const struct port_range *range, uint16_t *ret_port);

/* The first unbroken run of ports at or after `from`; from may be 65536. Returns false when there is none. */
bool port_set_next(const struct port_set *set, uint32_t from, struct port_range *ret);

/* `5060`, `5060-5061` */
enum { PORT_RANGE_TEXT_SIZE = 16 };

void port_range_format(const struct port_range *range, char ret_text[PORT_RANGE_TEXT_SIZE]);

/* The runs of a set, ascending. Returns 0 or -ENOMEM. */
int port_set_list(const struct port_set *set, struct port_list *ret);

#endif
