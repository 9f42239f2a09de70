// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <errno.h>

#include "rules/rules.h"

#define LACKS "this build's packet program cannot do it yet"

static struct place place_or(struct place place, struct place instead)
{
	return place.line ? place : instead;
}

static void lacks(struct diagnostics *d, struct place place, const char *key)
{
	diagnose(d, SEVERITY_ERROR, place, "%s: " LACKS, key);
}

static void service_supported(const struct service *service, enum rules_state state, struct diagnostics *d)
{
	if (service->per_source.packets || service->total.packets)
		lacks(d, place_or(service->limit_place, service->place), "`limit`");
	if (service->timeout_s)
		lacks(d, place_or(service->timeout_place, service->place), "`timeout`");
	if (service->critical)
		lacks(d, place_or(service->critical_place, service->place), "`critical: true`");
	/* Without state a dynamic range is simply open, and replies are let in by their ports. */
	if (state == STATE_NONE)
		return;
	if (service->dynamic)
		lacks(d, place_or(service->dynamic_place, service->place),
		      "`dynamic: true` with `state: tracked`");
	else if (service_asks(service))
		diagnose(
			d, SEVERITY_ERROR, place_or(service->direction_place, service->place),
			"service %s has `direction: %s` and `state` is `tracked`: replies would need learned flows, " LACKS
			"; `state: none` is a stateless ACL",
			service->name, service->direction == DIRECTION_OUT ? "out" : "both");
}

int ruleset_supported(const struct ruleset *ruleset, struct diagnostics *d)
{
	size_t before = d->errors;

	if (ruleset->outbound == OUTBOUND_ANY)
		lacks(d, ruleset->outbound_place, "`outbound: any`");
	if (ruleset->outbound == OUTBOUND_ENFORCE)
		lacks(d, ruleset->outbound_place, "`outbound: enforce`");
	if (ruleset->fragments == FRAGMENTS_LENIENT)
		lacks(d, ruleset->fragments_place, "`fragments: lenient`");
	if (ruleset->never_block.count)
		lacks(d, ruleset->never_block_place, "`never_block`");
	if (ruleset->blocklists_count)
		lacks(d, ruleset->blocklists_place, "`blocklists`");
	for (size_t i = 0; i < ruleset->services_count; i++)
		service_supported(&ruleset->services[i], ruleset->state, d);
	return d->errors > before ? -EOPNOTSUPP : 0;
}
