// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "rules/address.h"
#include "rules/hash.h"
#include "rules/ports.h"
#include "rules/rules.h"

enum { ESSENTIALS_ALL = (1 << ESSENTIALS_COUNT) - 1 };

enum { DEPTH_MAX = 12 };

_Static_assert(1 << DEPTH_MAX == ADDRESS_RANGES_MAX, "a table is searched in so many steps");

/* The shortest prefix where /0 is an error: what covers a family is written as its two halves. */
enum { SHORTEST_ANY = 0, SHORTEST_GUARDED = 1 };

static void header_decompile(const struct rules_header *header, struct ruleset *ruleset)
{
	ruleset->mode = header->mode;
	ruleset->state = header->state;
	ruleset->outbound = header->outbound;
	ruleset->fragments = header->fragments;
	ruleset->essentials = header->essentials;
}

static struct rate rate_decompile(const struct rules_rate *rate)
{
	return (struct rate){.packets = rate->packets, .period_s = rate->period_s, .burst = rate->burst};
}

/* --- ports --- */

static uint64_t row_listed(const struct port_row *row)
{
	return row->server | row->client | row->dynamic;
}

static uint64_t row_local(const struct port_row *row)
{
	return row->local;
}

/* The last of the ports from `first` on that share its class. */
static uint16_t class_end(const __u16 class_of[65536], uint32_t first)
{
	uint32_t last = first;

	while (last < 65535 && class_of[last + 1] == class_of[first])
		last++;
	return (uint16_t)last;
}

static int ports_decompile(const struct rules *rules, enum port_protocol protocol, uint64_t bit,
			   uint64_t (*bits)(const struct port_row *row), struct port_list *ret)
{
	const __u16 *class_of = rules->port_class[protocol];
	struct port_set set = {0};

	for (uint32_t first = 0; first < 65536;) {
		struct port_range run = {.first = (uint16_t)first, .last = class_end(class_of, first)};

		if (bits(&rules->port[class_of[first] % PORT_CLASSES_MAX]) & bit)
			port_set_add_range(&set, &run);
		first = run.last + 1u;
	}
	return port_set_list(&set, ret);
}

static int protocols_decompile(const struct rules *rules, uint64_t bit, struct service *service)
{
	service->protocols = calloc(256, sizeof(*service->protocols));
	if (!service->protocols)
		return -ENOMEM;
	for (unsigned int number = 0; number < 256; number++) {
		const struct protocol_row *row = &rules->protocol[number];

		if ((row->server | row->client) & bit)
			service->protocols[service->protocols_count++].number = (uint8_t)number;
	}
	return 0;
}

/* --- addresses --- */

static uint64_t row_field(const struct address_row *row, struct address_row mask)
{
	return (row->peer & mask.peer) | (row->local & mask.local) | (row->flags & mask.flags);
}

static address_value start_of(const struct rules *rules, unsigned int family, size_t i)
{
	if (family == FAMILY_V4)
		return rules->v4.start[i];
	return (address_value)rules->v6.start[i].high << 64 | rules->v6.start[i].low;
}

static const struct address_row *row_of(const struct rules *rules, unsigned int family, size_t i)
{
	return family == FAMILY_V4 ? &rules->v4.row[i] : &rules->v6.row[i];
}

/* The ranges where a bit of the mask holds, merged. */
static int ranges_decompile(const struct rules *rules, unsigned int family, struct address_row mask,
			    struct address_ranges *ret)
{
	size_t used = (size_t)1 << (family == FAMILY_V4 ? rules->header.v4_depth : rules->header.v6_depth);
	struct address_ranges ranges = {.list = calloc(used, sizeof(*ranges.list))};

	if (!ranges.list)
		return -ENOMEM;
	for (size_t i = 0; i < used; i++) {
		address_value first = start_of(rules, family, i), last = address_highest(family);

		if (i + 1 < used && start_of(rules, family, i + 1) != last)
			last = start_of(rules, family, i + 1) - 1;
		if (row_field(row_of(rules, family, i), mask) && first <= last)
			ranges.list[ranges.count++] = (struct address_range){first, last};
	}
	address_ranges_merge(&ranges);
	*ret = ranges;
	return 0;
}

static int prefixes_decompile(const struct rules *rules, struct address_row mask, unsigned int shortest,
			      struct prefix_list *prefixes)
{
	static const unsigned int families[] = {FAMILY_V4, FAMILY_V6};

	for (size_t i = 0; i < 2; i++) {
		_cleanup_(address_ranges_free) struct address_ranges ranges = {0};

		if (ranges_decompile(rules, families[i], mask, &ranges) < 0 ||
		    address_ranges_split(&ranges, families[i], shortest, prefixes) < 0)
			return -ENOMEM;
	}
	return 0;
}

/* `never_block` without what the peers of critical services put there anyway, which may be more than it may hold. */
static int never_block_decompile(const struct rules *rules, const struct ruleset *ruleset,
				 struct prefix_list *ret)
{
	static const unsigned int families[] = {FAMILY_V4, FAMILY_V6};
	size_t kept = 0;

	if (prefixes_decompile(rules, (struct address_row){.flags = ADDRESS_NEVER_BLOCK}, SHORTEST_GUARDED,
			       ret) < 0)
		return -ENOMEM;
	for (size_t f = 0; f < 2; f++) {
		_cleanup_(address_ranges_free) struct address_ranges critical = {0};

		for (size_t i = 0; i < ruleset->services_count; i++) {
			const struct service *service = &ruleset->services[i];

			if (service->critical &&
			    address_ranges_add(&critical, &service->peers, families[f]) < 0)
				return -ENOMEM;
		}
		address_ranges_merge(&critical);
		for (size_t i = 0; i < ret->count; i++) {
			if (ret->list[i].family == families[f] &&
			    !address_ranges_hold(&critical, prefix_range(&ret->list[i])))
				ret->list[kept++] = ret->list[i];
		}
	}
	ret->count = kept;
	return 0;
}

/* --- services --- */

static int service_decompile(const struct rules *rules, unsigned int index, struct service *service)
{
	const struct rules_service *compiled = &rules->service[index];
	uint64_t bit = (uint64_t)1 << index;
	unsigned int shortest = compiled->flags & SERVICE_CRITICAL ? SHORTEST_GUARDED : SHORTEST_ANY;

	memcpy(service->name, compiled->name, sizeof(service->name));
	service->name[sizeof(service->name) - 1] = '\0';
	service->direction = compiled->direction;
	service->dynamic = compiled->flags & SERVICE_DYNAMIC;
	service->critical = compiled->flags & SERVICE_CRITICAL;
	service->timeout_s = compiled->timeout_s;
	service->per_source = rate_decompile(&compiled->per_source);
	service->total = rate_decompile(&compiled->total);
	if (ports_decompile(rules, PORTS_TCP, bit, row_listed, &service->tcp) < 0 ||
	    ports_decompile(rules, PORTS_UDP, bit, row_listed, &service->udp) < 0 ||
	    protocols_decompile(rules, bit, service) < 0)
		return -ENOMEM;
	if (compiled->flags & SERVICE_LOCAL_PORTS &&
	    ports_decompile(rules, PORTS_TCP, bit, row_local, &service->local_ports) < 0)
		return -ENOMEM;
	if (prefixes_decompile(rules, (struct address_row){.peer = bit}, shortest, &service->peers) < 0)
		return -ENOMEM;
	return prefixes_decompile(rules, (struct address_row){.local = bit}, SHORTEST_ANY, &service->local);
}

static int ruleset_fill(const struct rules *rules, struct ruleset *ruleset)
{
	header_decompile(&rules->header, ruleset);
	ruleset->file = strndup(rules->file, sizeof(rules->file));
	ruleset->services = calloc(SERVICES_MAX, sizeof(*ruleset->services));
	if (!ruleset->file || !ruleset->services)
		return -ENOMEM;
	for (unsigned int i = 0; i < rules->header.services; i++) {
		ruleset->services_count++;
		if (service_decompile(rules, i, &ruleset->services[i]) < 0)
			return -ENOMEM;
	}
	return never_block_decompile(rules, ruleset, &ruleset->never_block);
}

/* What compiles back to the same hash has been understood whole. */
static int ruleset_prove(const struct ruleset *ruleset, const struct rules *rules)
{
	struct diagnostics d = {0};
	_cleanup_free_ struct rules *again = NULL;
	int r = ruleset_compile(ruleset, &d, &again);

	diagnostics_free(&d);
	if (r == -ENOMEM)
		return r;
	if (r < 0 || memcmp(again->header.hash, rules->header.hash, sizeof(again->header.hash)))
		return -EBADMSG;
	return 0;
}

/* Numbers that this file and print.c look something up with. */
static bool numbers_valid(const struct rules *rules)
{
	const struct rules_header *header = &rules->header;

	if (header->v4_depth > DEPTH_MAX || header->v6_depth > DEPTH_MAX)
		return false;
	if (header->mode > MODE_OPEN || header->state > STATE_NONE || header->outbound > OUTBOUND_ENFORCE ||
	    header->fragments > FRAGMENTS_LENIENT || header->services > SERVICES_MAX)
		return false;
	for (unsigned int i = 0; i < header->services; i++) {
		if (rules->service[i].direction > DIRECTION_OUT)
			return false;
	}
	return true;
}

int rules_decompile(const struct rules *rules, struct ruleset *ret)
{
	_cleanup_(ruleset_free) struct ruleset ruleset = {0};
	__u8 hash[sizeof(rules->header.hash)];
	int r;

	/* A value that judges nothing holds nothing that matters. */
	if (rules->header.layout == RULES_LAYOUT && rules->header.mode == MODE_OPEN) {
		*ret = (struct ruleset){.mode = MODE_OPEN, .essentials = ESSENTIALS_ALL};
		return 0;
	}
	rules_hash(rules, hash);
	if (rules->header.layout != RULES_LAYOUT || !numbers_valid(rules) ||
	    memcmp(hash, rules->header.hash, sizeof(hash)))
		return -EBADMSG;
	r = ruleset_fill(rules, &ruleset);
	if (r == 0)
		r = ruleset_prove(&ruleset, rules);
	if (r < 0)
		return r;
	*ret = ruleset;
	ruleset = (struct ruleset){0};
	return 0;
}
