// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/overlap.h"

#include "cleanup.h"
#include "rules/address.h"
#include "rules/ports.h"
#include "rules/protocol.h"

static const unsigned int families[] = {FAMILY_V4, FAMILY_V6};

/* --- blocklists against peers --- */

static void overlap_diagnose(const struct service *service, const struct blocklist *list,
			     const struct prefix *prefix, struct diagnostics *d)
{
	char text[PREFIX_TEXT_SIZE];

	prefix_format(prefix, text);
	diagnose(d, service->critical ? SEVERITY_ERROR : SEVERITY_WARNING, prefix->place,
		 "blocklist %s: %s overlaps the `peers` of %sservice %s", list->name, text,
		 service->critical ? "critical " : "", service->name);
}

static void blocklist_check(const struct blocklist *list, const struct service *service, unsigned int family,
			    struct diagnostics *d)
{
	_cleanup_(address_ranges_free) struct address_ranges peers = {0};
	size_t found = 0;

	if (address_ranges_add(&peers, &service->peers, family) < 0 || !peers.count)
		return;
	address_ranges_merge(&peers);
	for (size_t i = 0; i < list->prefixes.count; i++) {
		const struct prefix *prefix = &list->prefixes.list[i];

		if (prefix->family != family || !address_ranges_meet(&peers, prefix_range(prefix)))
			continue;
		if (found++ < DIAGNOSTICS_MAX)
			overlap_diagnose(service, list, prefix, d);
	}
	if (found > DIAGNOSTICS_MAX)
		diagnose_more(d, service->critical ? SEVERITY_ERROR : SEVERITY_WARNING,
			      found - DIAGNOSTICS_MAX);
}

/* The peers of all services asked for: most prefixes of a long list meet none of them. */
static int peers_unite(const struct ruleset *ruleset, bool critical, unsigned int family,
		       struct address_ranges *peers)
{
	for (size_t i = 0; i < ruleset->services_count; i++) {
		const struct service *service = &ruleset->services[i];

		if (service->critical == critical && address_ranges_add(peers, &service->peers, family) < 0)
			return -1;
	}
	address_ranges_merge(peers);
	return 0;
}

static bool blocklist_meets(const struct blocklist *list, unsigned int family,
			    const struct address_ranges *peers)
{
	for (size_t i = 0; i < list->prefixes.count; i++) {
		const struct prefix *prefix = &list->prefixes.list[i];

		if (prefix->family == family && address_ranges_meet(peers, prefix_range(prefix)))
			return true;
	}
	return false;
}

static void blocklists_family_check(const struct ruleset *ruleset, bool critical, unsigned int family,
				    struct diagnostics *d)
{
	_cleanup_(address_ranges_free) struct address_ranges peers = {0};

	if (peers_unite(ruleset, critical, family, &peers) < 0)
		return;
	for (size_t i = 0; i < ruleset->blocklists_count; i++) {
		const struct blocklist *list = &ruleset->blocklists[i];

		if (!blocklist_meets(list, family, &peers))
			continue;
		for (size_t s = 0; s < ruleset->services_count; s++) {
			if (ruleset->services[s].critical == critical)
				blocklist_check(list, &ruleset->services[s], family, d);
		}
	}
}

void blocklists_overlap_check(const struct ruleset *ruleset, bool critical, struct diagnostics *d)
{
	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++)
		blocklists_family_check(ruleset, critical, families[i], d);
}

/* --- within a service --- */

static void repeat_diagnose(const char *key, struct place place, const char *text, const char *before,
			    bool same, struct diagnostics *d)
{
	if (same)
		diagnose(d, SEVERITY_WARNING, place, "`%s`: %s is listed twice, the two are merged", key,
			 text);
	else
		diagnose(d, SEVERITY_WARNING, place, "`%s`: %s overlaps %s, the two are merged", key, text,
			 before);
}

static void ports_repeat_diagnose(const char *key, const struct port_list *ports, size_t at, uint16_t port,
				  struct diagnostics *d)
{
	const struct port_range *range = &ports->list[at], *before = ports->list;
	char text[PORT_RANGE_TEXT_SIZE], before_text[PORT_RANGE_TEXT_SIZE];

	while (port < before->first || port > before->last)
		before++;
	port_range_format(range, text);
	port_range_format(before, before_text);
	repeat_diagnose(key, range->place, text, before_text,
			range->first == before->first && range->last == before->last, d);
}

static void ports_check(const char *key, const struct port_list *ports, struct diagnostics *d)
{
	struct port_set seen = {0};
	size_t found = 0;

	for (size_t i = 0; i < ports->count; i++) {
		const struct port_range *range = &ports->list[i];
		uint16_t taken;

		if (port_set_meets(&seen, range, &taken) && found++ < DIAGNOSTICS_MAX)
			ports_repeat_diagnose(key, ports, i, taken, d);
		port_set_add_range(&seen, range);
	}
	if (found > DIAGNOSTICS_MAX)
		diagnose_more(d, SEVERITY_WARNING, found - DIAGNOSTICS_MAX);
}

/* Of two prefixes one holds the other or they have nothing in common. */
static bool prefixes_overlap(const struct prefix *a, const struct prefix *b)
{
	struct address_range one, other;

	if (a->family != b->family)
		return false;
	one = prefix_range(a);
	other = prefix_range(b);
	return one.first <= other.last && other.first <= one.last;
}

static void prefixes_check(const char *key, const struct prefix_list *prefixes, struct diagnostics *d)
{
	char text[PREFIX_TEXT_SIZE], before_text[PREFIX_TEXT_SIZE];

	for (size_t i = 0; i < prefixes->count; i++) {
		const struct prefix *prefix = &prefixes->list[i], *before = prefixes->list;

		while (before < prefix && !prefixes_overlap(prefix, before))
			before++;
		if (before == prefix)
			continue;
		prefix_format(prefix, text);
		prefix_format(before, before_text);
		repeat_diagnose(key, prefix->place, text, before_text, prefix->length == before->length, d);
	}
}

static void protocols_check(const struct service *service, struct diagnostics *d)
{
	bool seen[256] = {false};

	for (size_t i = 0; i < service->protocols_count; i++) {
		const struct protocol_entry *entry = &service->protocols[i];
		char text[PROTOCOL_TEXT_SIZE];

		if (seen[entry->number])
			repeat_diagnose("protocols", entry->place, protocol_format(entry->number, text), NULL,
					true, d);
		seen[entry->number] = true;
	}
}

void service_overlap_check(const struct service *service, struct diagnostics *d)
{
	ports_check("tcp", &service->tcp, d);
	ports_check("udp", &service->udp, d);
	ports_check("local_ports", &service->local_ports, d);
	protocols_check(service, d);
	prefixes_check("peers", &service->peers, d);
	prefixes_check("local", &service->local, d);
}
