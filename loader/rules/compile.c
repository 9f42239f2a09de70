// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "rules/address_table.h"
#include "rules/hash.h"
#include "rules/limits.h"
#include "rules/port_table.h"
#include "rules/rules.h"

static uint64_t services_bits(const struct ruleset *ruleset, bool (*has)(const struct service *service))
{
	uint64_t bits = 0;

	for (size_t i = 0; i < ruleset->services_count; i++)
		bits |= (uint64_t)has(&ruleset->services[i]) << i;
	return bits;
}

static bool service_has_peers(const struct service *service)
{
	return service->peers.count > 0;
}

static bool service_has_local(const struct service *service)
{
	return service->local.count > 0;
}

static bool service_has_limit(const struct service *service)
{
	return service->per_source.packets || service->total.packets;
}

static void header_compile(const struct ruleset *ruleset, struct rules_header *header)
{
	*header = (struct rules_header){
		.layout = RULES_LAYOUT,
		.peer_restricted = services_bits(ruleset, service_has_peers),
		.local_restricted = services_bits(ruleset, service_has_local),
		.limited = services_bits(ruleset, service_has_limit),
		.essentials = ruleset->essentials,
		.mode = (__u8)ruleset->mode,
		.state = (__u8)ruleset->state,
		.outbound = (__u8)ruleset->outbound,
		.fragments = (__u8)ruleset->fragments,
		.services = (__u16)ruleset->services_count,
	};
}

static struct rules_rate rate_compile(const struct rate *rate)
{
	if (!rate->packets)
		return (struct rules_rate){0};
	return (struct rules_rate){
		.packets = rate->packets,
		.period_s = rate->period_s,
		.burst = rate->burst,
		.interval_ns = rate->period_s * (uint64_t)1000000000 / rate->packets,
	};
}

static void service_compile(const struct service *service, struct rules_service *compiled)
{
	memcpy(compiled->name, service->name, sizeof(compiled->name));
	compiled->direction = (__u8)service->direction;
	compiled->flags =
		(__u8)((service->dynamic ? SERVICE_DYNAMIC : 0) | (service->critical ? SERVICE_CRITICAL : 0) |
		       (service->local_ports.count ? SERVICE_LOCAL_PORTS : 0));
	compiled->timeout_s = service->timeout_s;
	compiled->per_source = rate_compile(&service->per_source);
	compiled->total = rate_compile(&service->total);
}

static void protocols_compile(const struct service *service, uint64_t bit, struct protocol_row rows[256])
{
	for (size_t i = 0; i < service->protocols_count; i++) {
		struct protocol_row *row = &rows[service->protocols[i].number];

		row->server |= service_serves(service) ? bit : 0;
		row->client |= service_asks(service) ? bit : 0;
	}
}

int ruleset_compile(const struct ruleset *ruleset, struct diagnostics *d, struct rules **ret)
{
	_cleanup_free_ struct rules *rules = NULL;
	int r = ruleset_limits_check(ruleset, d);

	if (r < 0)
		return r;
	rules = calloc(1, sizeof(*rules));
	if (!rules)
		return -ENOMEM;
	header_compile(ruleset, &rules->header);
	for (size_t i = 0; i < ruleset->services_count; i++) {
		service_compile(&ruleset->services[i], &rules->service[i]);
		protocols_compile(&ruleset->services[i], (uint64_t)1 << i, rules->protocol);
	}
	if (ruleset->file)
		strncpy(rules->file, ruleset->file, sizeof(rules->file) - 1);
	r = port_table_compile(ruleset, rules);
	if (r == -E2BIG)
		diagnose(
			d, SEVERITY_ERROR, ruleset->services_place,
			"the port lists of the services overlap in more than %d different ways: the limit is %d port classes",
			PORT_CLASSES_MAX, PORT_CLASSES_MAX);
	if (r == 0)
		r = address_table_compile(ruleset, rules);
	if (r < 0)
		return r;
	rules_hash(rules, rules->header.hash);
	*ret = TAKE_PTR(rules);
	return 0;
}
