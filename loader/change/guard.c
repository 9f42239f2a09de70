// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "change/guard.h"

#include <string.h>

#include "base/log.h"
#include "change/running.h"
#include "cleanup.h"

static bool cuts_ssh(const struct rules *rules, const struct blocklist_table *lists,
		     const struct ssh_session *ssh)
{
	if (blocklists_cut_ssh(rules, lists, ssh)) {
		log_error(
			"a blocklist of these rules holds the address that your SSH session comes from: nothing was "
			"changed; list it in never_block, try it with --confirm, or use --force");
		return true;
	}
	if (!rules_cut_ssh(rules, ssh))
		return false;
	log_error(
		"these rules would cut off the SSH session that you are in (port %u, from your address): nothing was "
		"changed; list it, try it with --confirm, or use --force",
		ssh->local_port);
	return true;
}

static bool is_same(const struct rules *a, const struct rules *b)
{
	return memcmp(a->header.hash, b->header.hash, sizeof(a->header.hash)) == 0;
}

/* --- lists --- */

static bool has_shrunk(size_t before, size_t now)
{
	return before && (!now || (before >= LIST_LEAST && now < before / 2));
}

static const struct blocklist *blocklist_find(const struct ruleset *ruleset, const char *name)
{
	for (size_t i = 0; i < ruleset->blocklists_count; i++)
		if (strcmp(ruleset->blocklists[i].name, name) == 0)
			return &ruleset->blocklists[i];
	return NULL;
}

static bool blocklists_shrink(const struct ruleset *before, const struct ruleset *now)
{
	for (size_t i = 0; i < before->blocklists_count; i++) {
		const struct blocklist *was = &before->blocklists[i], *is = blocklist_find(now, was->name);

		if (!was->file || !is || !is->file || !has_shrunk(was->file_prefixes, is->prefixes.count))
			continue;
		log_error(
			"blocklist '%s': '%s' has %zu prefixes, %u are in force: nothing was changed; if that is "
			"right, use --force",
			is->name, is->file, is->prefixes.count, was->file_prefixes);
		return true;
	}
	return false;
}

static const struct service *service_find(const struct ruleset *ruleset, const char *name)
{
	for (size_t i = 0; i < ruleset->services_count; i++)
		if (strcmp(ruleset->services[i].name, name) == 0)
			return &ruleset->services[i];
	return NULL;
}

/* A file cannot leave a service without peers, but with few. */
static bool peers_shrink(const struct ruleset *before, const struct ruleset *now)
{
	for (size_t i = 0; i < before->services_count; i++) {
		const struct service *was = &before->services[i], *is = service_find(now, was->name);

		if (!is || !is->peers.count || !has_shrunk(was->peers.count, is->peers.count))
			continue;
		log_error(
			"service '%s': %zu peers, %zu are in force: nothing was changed; if that is right, use "
			"--force",
			is->name, is->peers.count, was->peers.count);
		return true;
	}
	return false;
}

/* Whether the rules can have so many prefixes that it is worth to look. */
static bool has_many_prefixes(const struct rules_header *header)
{
	return 1u << header->v4_depth >= LIST_LEAST || 1u << header->v6_depth >= LIST_LEAST;
}

static bool lists_shrink(const struct running *running, const struct prepared *prepared)
{
	_cleanup_(ruleset_free) struct ruleset lists = {}, ruleset = {};
	const struct rules_header *header = &running->rules->header;

	if (blocklists_decompile(&header->blocklists, &running->lists, &lists) == 0 &&
	    blocklists_shrink(&lists, &prepared->ruleset))
		return true;
	return has_many_prefixes(header) && rules_decompile(running->rules, &ruleset) == 0 &&
	       peers_shrink(&ruleset, &prepared->ruleset);
}

enum outcome guard_check(const struct attached *attached, const struct prepared *prepared)
{
	_cleanup_(running_free) struct running running = {};
	bool known = attached && running_read(attached, &running) == 0;

	if (prepared->force || (known && is_same(running.rules, prepared->rules)))
		return OUTCOME_DONE;
	if (prepared->over_ssh && !prepared->confirm_s &&
	    cuts_ssh(prepared->rules, &prepared->lists, &prepared->ssh))
		return OUTCOME_REFUSED;
	return known && lists_shrink(&running, prepared) ? OUTCOME_REFUSED : OUTCOME_DONE;
}

bool guard_cuts_ssh(const struct rules *rules, const struct blocklist_table *lists)
{
	struct ssh_session ssh;

	return ssh_session_find(&ssh) && cuts_ssh(rules, lists, &ssh);
}
