// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <string.h>

#include "cleanup.h"
#include "rules/lint.h"
#include "rules/ports.h"

/*
 * A service's packets make a box: addresses of the peer by local addresses by local ports. Along each axis only the
 * sets of services that share a place on it count, so an axis is a list of different masks. Earlier services take an
 * entry when every combination of places leaves at least one of them.
 */
enum { MASKS_MAX = 4096 };

/* Combinations that are tried for one service; hostile rules have more, and nothing is claimed of them. */
enum { WORK_MAX = 1 << 21 };

struct masks {
	uint64_t list[MASKS_MAX];
	size_t count;
	bool full; /* more than fit: nothing is claimed then */
};

enum axis { AXIS_PEER, AXIS_LOCAL, AXIS_LOCAL_PORT, AXES };

/* Which earlier services take what of one service. */
struct shadow {
	const struct lint *lint;
	unsigned int service;
	uint64_t earlier;	    /* services before it */
	struct masks address[2][2]; /* by family, AXIS_PEER and AXIS_LOCAL */
	struct masks local_port[PORTS_COUNT];
	struct masks reached[2]; /* working space of takers_find */
	size_t work;
	size_t entries, taken; /* ports and protocols; those taken */
	char text[512];	       /* what is taken and by whom */

	struct {
		uint64_t takers;
		bool known;
	} class[PORTS_COUNT][PORT_CLASSES_MAX];
};

/* --- axes --- */

static void masks_add(struct masks *masks, uint64_t mask)
{
	for (size_t i = 0; i < masks->count; i++) {
		if (masks->list[i] == mask)
			return;
	}
	if (masks->count == MASKS_MAX)
		masks->full = true;
	else
		masks->list[masks->count++] = mask;
}

static void rows_add(struct shadow *shadow, struct masks axes[2], const struct address_row *rows)
{
	const struct rules_header *header = &shadow->lint->rules->header;
	uint64_t bit = (uint64_t)1 << shadow->service;

	for (size_t i = 0; i < ADDRESS_RANGES_MAX; i++) {
		uint64_t peer = ~header->peer_restricted | rows[i].peer;
		uint64_t local = ~header->local_restricted | rows[i].local;

		if (peer & bit)
			masks_add(&axes[AXIS_PEER], peer & shadow->earlier);
		if (local & bit)
			masks_add(&axes[AXIS_LOCAL], local & shadow->earlier);
	}
}

static void local_ports_add(struct shadow *shadow, enum port_protocol protocol)
{
	const struct rules *rules = shadow->lint->rules;
	uint64_t bit = (uint64_t)1 << shadow->service;

	for (uint32_t port = 1; port < 65536; port++) {
		uint16_t class = rules->port_class[protocol][port];

		if (port > 1 && class == rules->port_class[protocol][port - 1])
			continue;
		if (rules->port[class].local & bit)
			masks_add(&shadow->local_port[protocol], rules->port[class].local & shadow->earlier);
	}
}

/* --- who takes an entry --- */

/* False when an axis is incomplete, or the service has cost enough. */
static bool axes_usable(struct shadow *shadow, const struct masks *const axes[], size_t count)
{
	for (size_t axis = 0; axis < count; axis++) {
		shadow->work += axes[axis]->count;
		if (axes[axis]->full)
			return false;
	}
	return shadow->work <= WORK_MAX;
}

/* What one service alone takes needs no product of the axes. */
static uint64_t masks_common(uint64_t candidates, const struct masks *const axes[], size_t count)
{
	for (size_t axis = 0; axis < count; axis++) {
		for (size_t i = 0; i < axes[axis]->count; i++)
			candidates &= axes[axis]->list[i];
	}
	return candidates;
}

/* All combinations with one more axis; false when one of them leaves no candidate, or there are too many. */
static bool masks_multiply(struct shadow *shadow, const struct masks *reached, const struct masks *axis,
			   struct masks *next)
{
	next->count = 0;
	next->full = false;
	for (size_t i = 0; i < reached->count; i++) {
		shadow->work += axis->count;
		if (shadow->work > WORK_MAX)
			return false;
		for (size_t j = 0; j < axis->count; j++) {
			uint64_t left = reached->list[i] & axis->list[j];

			if (!left)
				return false;
			masks_add(next, left);
		}
	}
	return !next->full;
}

/* The first matches among the candidates, when they leave nothing of the box; else 0. */
static uint64_t takers_find(struct shadow *shadow, uint64_t candidates, const struct masks *const axes[],
			    size_t count)
{
	struct masks *reached = &shadow->reached[0], *next = &shadow->reached[1];
	uint64_t alone, takers = 0;

	if (!candidates || !axes_usable(shadow, axes, count))
		return 0;
	alone = masks_common(candidates, axes, count);
	if (alone)
		return alone & -alone;
	*reached = (struct masks){.list = {candidates}, .count = 1};
	for (size_t axis = 0; axis < count; axis++) {
		struct masks *swapped = reached;

		if (!masks_multiply(shadow, reached, axes[axis], next))
			return 0;
		reached = next;
		next = swapped;
	}
	for (size_t i = 0; i < reached->count; i++)
		takers |= reached->list[i] & -reached->list[i];
	return takers;
}

/* The takers in both families, as far as the service is there; 0 when one family is left to it. */
static uint64_t takers_of(struct shadow *shadow, uint64_t candidates, const struct masks *local_port)
{
	uint64_t takers = 0;

	for (size_t family = 0; family < 2; family++) {
		const struct masks *axes[AXES] = {
			&shadow->address[family][AXIS_PEER],
			&shadow->address[family][AXIS_LOCAL],
			local_port,
		};
		uint64_t found;

		if (!axes[AXIS_PEER]->count || !axes[AXIS_LOCAL]->count)
			continue;
		found = takers_find(shadow, candidates, axes, local_port ? AXES : AXES - 1);
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
	if (!shadow->class[protocol][class].known) {
		shadow->class[protocol][class].known = true;
		shadow->class[protocol][class].takers =
			port_takers(shadow, protocol, &shadow->lint->rules->port[class]);
	}
	return shadow->class[protocol][class].takers;
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

static void ports_check(struct shadow *shadow, enum port_protocol protocol, const struct port_list *ports)
{
	const struct rules *rules = shadow->lint->rules;
	struct clause clauses[CLAUSES_MAX] = {0};
	struct port_set set;

	port_set_fill(ports, &set);
	for (uint32_t port = 1; port < 65536; port++) {
		uint64_t takers;

		if (!port_set_has(&set, (uint16_t)port))
			continue;
		takers = class_takers(shadow, protocol, rules->port_class[protocol][port]);
		shadow->entries++;
		shadow->taken += takers != 0;
		if (takers)
			port_set_add(&clause_of(clauses, takers)->ports, (uint16_t)port);
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
		char text[32];

		shadow->entries++;
		if (!takers)
			continue;
		shadow->taken++;
		snprintf(text, sizeof(text), "%sprotocol %u", *shadow->text ? "; " : "", number);
		text_add(shadow, text);
		takers_add(shadow, takers);
	}
}

static void service_check(struct shadow *shadow, struct diagnostics *d)
{
	const struct service *service = &shadow->lint->ruleset->services[shadow->service];

	rows_add(shadow, shadow->address[0], shadow->lint->rules->v4.row);
	rows_add(shadow, shadow->address[1], shadow->lint->rules->v6.row);
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
	_cleanup_free_ struct shadow *shadow = malloc(sizeof(*shadow));

	if (!shadow)
		return;
	for (unsigned int i = 1; i < lint->ruleset->services_count; i++) {
		memset(shadow, 0, sizeof(*shadow));
		shadow->lint = lint;
		shadow->service = i;
		shadow->earlier = ((uint64_t)1 << i) - 1;
		service_check(shadow, d);
	}
}
