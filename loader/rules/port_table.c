// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/port_table.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "rules/ports.h"

/* Rows of ports seen so far, found by their content: open addressing, half empty at the limit. */
enum { CLASS_SLOTS = 2 * PORT_CLASSES_MAX };

struct port_classes {
	struct port_row *rows; /* rules->port */
	uint32_t count;
	uint16_t slot[CLASS_SLOTS]; /* class + 1; 0: free */
};

static struct port_row row_flip(struct port_row a, struct port_row b)
{
	return (struct port_row){
		.server = a.server ^ b.server,
		.client = a.client ^ b.client,
		.dynamic = a.dynamic ^ b.dynamic,
		.local = a.local ^ b.local,
	};
}

static bool row_same(struct port_row a, struct port_row b)
{
	return a.server == b.server && a.client == b.client && a.dynamic == b.dynamic && a.local == b.local;
}

/* `bits` hold from each range of the list to its end. */
static void edges_mark(struct port_row *edges, const struct port_list *ports, struct port_row bits)
{
	struct port_range run;
	struct port_set set;

	port_set_fill(ports, &set);
	for (uint32_t from = 1; port_set_next(&set, from, &run); from = run.last + 1u) {
		edges[run.first] = row_flip(edges[run.first], bits);
		edges[run.last + 1] = row_flip(edges[run.last + 1], bits);
	}
}

static void service_mark(const struct service *service, uint64_t bit, const struct port_list *ports,
			 enum rules_state state, struct port_row *edges)
{
	const struct port_list *local = NULL;
	struct port_row bits = {0};

	if (service_serves(service) && (!service->dynamic || state == STATE_NONE))
		bits.server = bit;
	if (service_asks(service) && !service->dynamic)
		bits.client = bit;
	if (service->dynamic)
		bits.dynamic = bit;
	edges_mark(edges, ports, bits);
	if (service->local_ports.count)
		local = &service->local_ports;
	else if (service->dynamic && state == STATE_TRACKED)
		local = ports;
	bits = (struct port_row){.local = bit};
	if (local)
		edges_mark(edges, local, bits);
	else
		edges[1] = row_flip(edges[1], bits); /* any port but 0 */
}

static uint32_t row_mix(struct port_row row)
{
	uint64_t mixed = row.server;

	mixed = (mixed ^ mixed >> 32) * 0x9e3779b97f4a7c15u + row.client;
	mixed = (mixed ^ mixed >> 32) * 0x9e3779b97f4a7c15u + row.dynamic;
	mixed = (mixed ^ mixed >> 32) * 0x9e3779b97f4a7c15u + row.local;
	mixed = (mixed ^ mixed >> 32) * 0x9e3779b97f4a7c15u;
	return (uint32_t)(mixed >> 32);
}

/* The class of a row, a new one when the row is new. Returns it, or -E2BIG. */
static int class_find(struct port_classes *classes, struct port_row row)
{
	for (uint32_t slot = row_mix(row) % CLASS_SLOTS;; slot = (slot + 1) % CLASS_SLOTS) {
		uint16_t taken = classes->slot[slot];

		if (taken && row_same(classes->rows[taken - 1], row))
			return taken - 1;
		if (taken)
			continue;
		if (classes->count == PORT_CLASSES_MAX)
			return -E2BIG;
		classes->rows[classes->count] = row;
		classes->slot[slot] = (uint16_t)++classes->count;
		return (int)classes->count - 1;
	}
}

static int classes_assign(struct port_classes *classes, const struct port_row *edges, __u16 class_of[65536])
{
	struct port_row row = {0};
	int class = class_find(classes, row);

	for (uint32_t port = 0; port < 65536; port++) {
		if (!row_same(edges[port], (struct port_row){0})) {
			row = row_flip(row, edges[port]);
			class = class_find(classes, row);
		}
		if (class < 0)
			return class;
		class_of[port] = (__u16) class;
	}
	return 0;
}

/* With STATE_NONE a reply may be an earlier service's. */
static void open_assign(struct rules *rules, uint32_t classes)
{
	const struct rules_header *header = &rules->header;
	uint64_t conditional = header->peer_restricted | header->local_restricted | header->limited;

	memset(rules->port_open, SERVICES_MAX, sizeof(rules->port_open));
	for (uint32_t i = 0; i < classes && header->state == STATE_TRACKED; i++) {
		uint64_t server = rules->port[i].server, first = server & -server;

		if (first & ~conditional)
			rules->port_open[i] = (__u8)__builtin_ctzll(first);
	}
}

int port_table_compile(const struct ruleset *ruleset, struct rules *rules)
{
	_cleanup_free_ struct port_classes *classes = calloc(1, sizeof(*classes));
	_cleanup_free_ struct port_row *edges = calloc(65536 + 1, sizeof(*edges));

	if (!classes || !edges)
		return -ENOMEM;
	classes->rows = rules->port;
	for (int protocol = 0; protocol < PORTS_COUNT; protocol++) {
		int r;

		memset(edges, 0, (65536 + 1) * sizeof(*edges));
		for (size_t i = 0; i < ruleset->services_count; i++) {
			const struct service *service = &ruleset->services[i];

			service_mark(service, (uint64_t)1 << i,
				     protocol == PORTS_TCP ? &service->tcp : &service->udp, ruleset->state,
				     edges);
		}
		r = classes_assign(classes, edges, rules->port_class[protocol]);
		if (r < 0)
			return r;
	}
	open_assign(rules, classes->count);
	return 0;
}
