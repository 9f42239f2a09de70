// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/limits.h"

#include <errno.h>

static size_t peers_add(const struct service *service, size_t limit, size_t before, struct place *place)
{
	if (before <= limit && before + service->peers.count > limit)
		*place = service->peers.list[limit - before].place;
	return before + service->peers.count;
}

static size_t local_add(const struct service *service, size_t limit, size_t before, struct place *place)
{
	if (before <= limit && before + service->local.count > limit)
		*place = service->local.list[limit - before].place;
	return before + service->local.count;
}

static bool limit_exceeded(size_t count, size_t limit, const char *what, struct place place,
			   struct diagnostics *d)
{
	if (count <= limit)
		return false;
	diagnose(d, SEVERITY_ERROR, place, "%zu %s: the limit is %zu in a rule file, counted before merging",
		 count, what, limit);
	return true;
}

int ruleset_limits_check(const struct ruleset *ruleset, struct diagnostics *d)
{
	struct place services = ruleset->services_place, peers = {0}, local = {0}, never = {0};
	size_t peers_count = 0, local_count = 0;
	bool exceeded = false;

	if (ruleset->services_count > SERVICES_MAX)
		services = ruleset->services[SERVICES_MAX].place;
	if (ruleset->never_block.count > NEVER_BLOCK_PREFIXES_MAX)
		never = ruleset->never_block.list[NEVER_BLOCK_PREFIXES_MAX].place;
	for (size_t i = 0; i < ruleset->services_count; i++) {
		peers_count = peers_add(&ruleset->services[i], PEER_PREFIXES_MAX, peers_count, &peers);
		local_count = local_add(&ruleset->services[i], LOCAL_PREFIXES_MAX, local_count, &local);
	}
	if (ruleset->services_count > SERVICES_MAX) {
		diagnose(d, SEVERITY_ERROR, services, "%zu services: the limit is %d",
			 ruleset->services_count, SERVICES_MAX);
		exceeded = true;
	}
	exceeded |= limit_exceeded(peers_count, PEER_PREFIXES_MAX, "prefixes in `peers`", peers, d);
	exceeded |= limit_exceeded(local_count, LOCAL_PREFIXES_MAX, "prefixes in `local`", local, d);
	exceeded |= limit_exceeded(ruleset->never_block.count, NEVER_BLOCK_PREFIXES_MAX,
				   "prefixes in `never_block`", never, d);
	return exceeded ? -E2BIG : 0;
}
