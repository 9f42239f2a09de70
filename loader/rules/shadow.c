// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "rules/lint.h"
#include "rules/mask_set.h"
#include "rules/ports.h"
#include "rules/protocol.h"

enum axis { AXIS_PEER, AXIS_LOCAL, AXIS_LOCAL_PORT, AXES };

/* What is known of a class of ports. */
struct class_taken {
	unsigned int service; /* of which this is known; 0: none, there is nothing before the first */
	uint64_t takers;
};

/* Which earlier services take what of one service. */
struct shadow {
	const struct lint *lint;
	uint16_t class_list[PORTS_COUNT][PORT_CLASSES_MAX]; /* those in use by protocol */
	size_t class_count[PORTS_COUNT];
	struct class_taken class[PORTS_COUNT][PORT_CLASSES_MAX];
	unsigned int service;
	uint64_t earlier;	       /* services before it */
	struct mask_set address[2][2]; /* by family, AXIS_PEER and AXIS_LOCAL */
	struct mask_set local_port[PORTS_COUNT];
	struct cover cover;
	size_t entries, taken; /* ports and protocols; those taken */
	char text[512];	       /* what is taken and by whom */
};

/* --- axes --- */

static void rows_add(struct shadow *shadow, struct mask_set axes[2], const struct address_row *rows,
		     unsigned int depth)
{
	const struct rules_header *header = &shadow->lint->rules->header;
	uint64_t bit = (uint64_t)1 << shadow->service;

	for (size_t i = 0; i < (size_t)1 << depth; i++) {
		uint64_t peer = ~header->peer_restricted | rows[i].peer;
		uint64_t local = ~header->local_restricted | rows[i].local;

		if (peer & bit)
			mask_set_add(&axes[AXIS_PEER], peer & shadow->earlier);
		if (local & bit)
			mask_set_add(&axes[AXIS_LOCAL], local & shadow->earlier);
	}
}

static void local_ports_add(struct shadow *shadow, enum port_protocol protocol)
{
	uint64_t bit = (uint64_t)1 << shadow->service;

	for (size_t i = 0; i < shadow->class_count[protocol]; i++) {
		uint64_t local = shadow->lint->rules->port[shadow->class_list[protocol][i]].local;

		if (local & bit)
			mask_set_add(&shadow->local_port[protocol], local & shadow->earlier);
	}
}

static void classes_list(struct shadow *shadow, enum port_protocol protocol)
{
	const __u16 *class = shadow->lint->rules->port_class[protocol];
	bool seen[PORT_CLASSES_MAX] = {false};

	for (uint32_t port = 1; port < 65536; port++) {
		if (!seen[class[port]])
			shadow->class_list[protocol][shadow->class_count[protocol]++] = class[port];
		seen[class[port]] = true;
	}
}

/* Everything about the service before is forgotten. */
static void service_begin(struct shadow *shadow, unsigned int service)
{
	shadow->service = service;
	shadow->earlier = ((uint64_t)1 << service) - 1;
	for (size_t i = 0; i < 2; i++) {
		shadow->address[i][AXIS_PEER].count = shadow->address[i][AXIS_LOCAL].count = 0;
		shadow->address[i][AXIS_PEER].full = shadow->address[i][AXIS_LOCAL].full = false;
		shadow->local_port[i].count = 0;
		shadow->local_port[i].full = false;
	}
	shadow->cover.work = 0;
	shadow->entries = shadow->taken = 0;
	shadow->text[0] = '\0';
}

/* --- who takes an entry --- */

/* The takers in both families, as far as the service is there; 0 when one family is left to it. */
static uint64_t takers_of(struct shadow *shadow, uint64_t candidates, const struct mask_set *local_port)
{
	uint64_t takers = 0;

	for (size_t family = 0; family < 2; family++) {
		const struct mask_set *axes[AXES] = {
			&shadow->address[family][AXIS_PEER],
			&shadow->address[family][AXIS_LOCAL],
			local_port,
		};
		uint64_t found;

		if (!axes[AXIS_PEER]->count || !axes[AXIS_LOCAL]->count)
			continue;
		found = cover_find(&shadow->cover, candidates, axes, local_port ? AXES : AXES - 1);
		if (!found)
			return 0;
		takers |= found;
	}
	return takers;
}

/* Both as a server and as a client's peer, as far as the service is either there. */
static uint64_t port_takers(struct shadow *shadow, enum port_protocol protocol, const struct port_row *row)
{
	uint64_t bit = (uint64_t)1 << shadow->service, server = 0, client = 0;

	if (row->server & bit) {
		server = takers_of(shadow, row->server & shadow->earlier, NULL);
		if (!server)
			return 0;
	}
	if ((row->client | row->dynamic) & bit) {
		client = takers_of(shadow, (row->client | row->dynamic) & shadow->earlier,
				   &shadow->local_port[protocol]);
		if (!client)
			return 0;
	}
	return server | client;
}

static uint64_t class_takers(struct shadow *shadow, enum port_protocol protocol, uint16_t class)
{
	struct class_taken *taken = &shadow->class[protocol][class];

	if (taken->service != shadow->service) {
		taken->service = shadow->service;
		taken->takers = port_takers(shadow, protocol, &shadow->lint->rules->port[class]);
	}
	return taken->takers;
}

static uint64_t protocol_takers(struct shadow *shadow, const struct protocol_row *row)
{
	uint64_t bit = (uint64_t)1 << shadow->service, server = 0, client = 0;

	if (row->server & bit) {
		server = takers_of(shadow, row->server & shadow->earlier, NULL);
		if (!server)
			return 0;
	}
	if (row->client & bit) {
		client = takers_of(shadow, row->client & shadow->earlier, NULL);
		if (!client)
			return 0;
	}
	return server | client;
}

/* --- what is said --- */

static void text_add(struct shadow *shadow, const char *text)
{
	size_t used = strlen(shadow->text);

	snprintf(shadow->text + used, sizeof(shadow->text) - used, "%s", text);
}

static void takers_add(struct shadow *shadow, uint64_t takers)
{
	const char *before = " already taken by ";

	while (takers) {
		text_add(shadow, before);
		text_add(shadow, shadow->lint->ruleset->services[__builtin_ctzll(takers)].name);
		takers &= takers - 1;
		before = takers & (takers - 1) ? ", " : " and ";
	}
}

/* Ports taken by the same services, in one clause: `TCP 443, 5222-5223 already taken by apns`. */
struct clause {
	const char *protocol;
	uint64_t takers;
	struct port_set ports;
};

enum { CLAUSES_MAX = 8, CLAUSE_RANGES_MAX = 8 };

static void clause_say(struct shadow *shadow, const struct clause *clause)
{
	struct port_range run;
	unsigned int said = 0;

	text_add(shadow, *shadow->text ? "; " : "");
	text_add(shadow, clause->protocol);
	for (uint32_t from = 0; port_set_next(&clause->ports, from, &run); from = run.last + 1u) {
		char text[PORT_RANGE_TEXT_SIZE];

		if (said == CLAUSE_RANGES_MAX) {
			text_add(shadow, ", ...");
			break;
		}
		port_range_format(&run, text);
		text_add(shadow, said++ ? ", " : " ");
		text_add(shadow, text);
	}
	takers_add(shadow, clause->takers);
}

/* The clause of these takers; what does not fit is added to the last. */
static struct clause *clause_of(struct clause clauses[CLAUSES_MAX], uint64_t takers)
{
	for (size_t i = 0; i < CLAUSES_MAX; i++) {
		if (!clauses[i].takers)
			clauses[i].takers = takers;
		if (clauses[i].takers == takers)
			return &clauses[i];
	}
	clauses[CLAUSES_MAX - 1].takers |= takers;
	return &clauses[CLAUSES_MAX - 1];
}

static void port_check(struct shadow *shadow, enum port_protocol protocol, uint16_t port,
		       struct clause *clauses)
{
	uint64_t takers = class_takers(shadow, protocol, shadow->lint->rules->port_class[protocol][port]);

	shadow->entries++;
	if (!takers)
		return;
	shadow->taken++;
	port_set_add(&clause_of(clauses, takers)->ports, port);
}

static void ports_check(struct shadow *shadow, enum port_protocol protocol, const struct port_list *ports)
{
	struct clause clauses[CLAUSES_MAX] = {0};
	struct port_range run;
	struct port_set set;

	port_set_fill(ports, &set);
	for (uint32_t from = 1; port_set_next(&set, from, &run); from = run.last + 1u) {
		for (uint32_t port = run.first; port <= run.last; port++)
			port_check(shadow, protocol, (uint16_t)port, clauses);
	}
	for (size_t i = 0; i < CLAUSES_MAX && clauses[i].takers; i++) {
		clauses[i].protocol = protocol == PORTS_TCP ? "TCP" : "UDP";
		clause_say(shadow, &clauses[i]);
	}
}

static void protocols_check(struct shadow *shadow, const struct service *service)
{
	for (size_t i = 0; i < service->protocols_count; i++) {
		uint8_t number = service->protocols[i].number;
		uint64_t takers = protocol_takers(shadow, &shadow->lint->rules->protocol[number]);
		char text[PROTOCOL_TEXT_SIZE];

		shadow->entries++;
		if (!takers)
			continue;
		shadow->taken++;
		text_add(shadow, *shadow->text ? "; protocol " : "protocol ");
		text_add(shadow, protocol_format(number, text));
		takers_add(shadow, takers);
	}
}

static void service_check(struct shadow *shadow, struct diagnostics *d)
{
	const struct service *service = &shadow->lint->ruleset->services[shadow->service];
	const struct rules *rules = shadow->lint->rules;

	rows_add(shadow, shadow->address[0], rules->v4.row, rules->header.v4_depth);
	rows_add(shadow, shadow->address[1], rules->v6.row, rules->header.v6_depth);
	local_ports_add(shadow, PORTS_TCP);
	local_ports_add(shadow, PORTS_UDP);
	ports_check(shadow, PORTS_TCP, &service->tcp);
	ports_check(shadow, PORTS_UDP, &service->udp);
	protocols_check(shadow, service);
	if (shadow->taken && shadow->taken == shadow->entries)
		diagnose(d, SEVERITY_WARNING, service->name_place, "service %s is never reached: %s",
			 service->name, shadow->text);
	else if (shadow->taken)
		diagnose(d, SEVERITY_NOTE, service->name_place, "service %s: %s", service->name,
			 shadow->text);
}

void shadow_check(const struct lint *lint, struct diagnostics *d)
{
	_cleanup_free_ struct shadow *shadow = calloc(1, sizeof(*shadow));

	if (!shadow)
		return;
	shadow->lint = lint;
	classes_list(shadow, PORTS_TCP);
	classes_list(shadow, PORTS_UDP);
	for (unsigned int i = 1; i < lint->ruleset->services_count; i++) {
		service_begin(shadow, i);
		service_check(shadow, d);
	}
}
