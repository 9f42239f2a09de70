// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/validate.h"

#include "cleanup.h"
#include "rules/address.h"
#include "rules/limits.h"
#include "rules/overlap.h"

/* Sources that nobody can have (step 3): packets from them are dropped before any service is asked. */
static const struct prefix bogon_prefixes[] = {
	{.family = FAMILY_V4, .length = 8},
	{.family = FAMILY_V4, .length = 8, .address = {127}},
	{.family = FAMILY_V4, .length = 3, .address = {224}},
	{.family = FAMILY_V6, .length = 127},
	{.family = FAMILY_V6, .length = 96, .address = {[10] = 0xff, 0xff}},
	{.family = FAMILY_V6, .length = 8, .address = {0xff}},
};

static bool prefix_is_bogon(const struct prefix *prefix)
{
	struct address_range range = prefix_range(prefix);

	for (size_t i = 0; i < sizeof(bogon_prefixes) / sizeof(bogon_prefixes[0]); i++) {
		struct address_range bogon = prefix_range(&bogon_prefixes[i]);

		if (prefix->family == bogon_prefixes[i].family && bogon.first <= range.first &&
		    range.last <= bogon.last)
			return true;
	}
	return false;
}

/* A list of which no entry may cover a whole family. */
static void guarded_check(const struct prefix_list *prefixes, const char *what, struct diagnostics *d)
{
	for (size_t i = 0; i < prefixes->count; i++) {
		if (!prefixes->list[i].length)
			diagnose(d, SEVERITY_ERROR, prefixes->list[i].place,
				 "a prefix of length 0 in %s: that is every address", what);
	}
}

static void peers_check(const struct service *service, struct diagnostics *d)
{
	if (service->critical)
		guarded_check(&service->peers, "the `peers` of a critical service", d);
	for (size_t i = 0; i < service->peers.count; i++) {
		const struct prefix *prefix = &service->peers.list[i];
		char text[PREFIX_TEXT_SIZE];

		prefix_format(prefix, text);
		if (!prefix->length && !service->critical)
			diagnose(
				d, SEVERITY_WARNING, prefix->place,
				"%s in `peers` is every IPv%u address, and no IPv%u address unless listed: leave out `peers` for any",
				text, prefix->family, prefix->family == FAMILY_V4 ? 6 : 4);
		if (prefix_is_bogon(prefix))
			diagnose(d, SEVERITY_ERROR, prefix->place,
				 "%s in `peers`: packets from there are always dropped as `bogon`", text);
	}
}

static void dynamic_check(const struct service *service, struct diagnostics *d)
{
	if (!service->dynamic)
		return;
	if (service->protocols_count)
		diagnose(d, SEVERITY_ERROR, service->dynamic_place,
			 "`dynamic` learns ports and `protocols` have none: make them two services");
	if (service->direction == DIRECTION_IN)
		diagnose(
			d, SEVERITY_ERROR, service->direction_place,
			"`direction: in` with `dynamic`: a flow is learned from a packet sent out; use `out` or `both`");
}

static void critical_check(const struct service *service, struct diagnostics *d)
{
	/* The place of a `peers` that could not be read is set: that has been said. */
	if (service->critical && !service->peers.count && !service->peers.place.line)
		diagnose(d, SEVERITY_ERROR, service->place,
			 "`critical: true` needs `peers`: whom should no blocklist touch?");
}

void ruleset_validate(const struct ruleset *ruleset, struct diagnostics *d)
{
	for (size_t i = 0; i < ruleset->services_count; i++) {
		const struct service *service = &ruleset->services[i];

		dynamic_check(service, d);
		critical_check(service, d);
		peers_check(service, d);
	}
	guarded_check(&ruleset->never_block, "`never_block`", d);
	for (size_t i = 0; i < ruleset->blocklists_count; i++)
		guarded_check(&ruleset->blocklists[i].prefixes, "a blocklist", d);
	blocklists_overlap_check(ruleset, true, d);
	(void)ruleset_limits_check(ruleset, d);
}
