// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "change/guard.h"

#include <string.h>

#include "maps/live.h"

#include "base/log.h"
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

static bool in_force_already(const struct attached *attached, const struct prepared *prepared)
{
	_cleanup_free_ struct rules *live = NULL;
	uint32_t id;

	return attached && attached->known && rules_live_read(&attached->pins, &live, &id) == 0 &&
	       memcmp(live->header.hash, prepared->rules->header.hash, sizeof(live->header.hash)) == 0;
}

enum outcome guard_check(const struct attached *attached, const struct prepared *prepared)
{
	if (prepared->force || in_force_already(attached, prepared))
		return OUTCOME_DONE;
	if (prepared->over_ssh && !prepared->confirm_s &&
	    cuts_ssh(prepared->rules, &prepared->lists, &prepared->ssh))
		return OUTCOME_REFUSED;
	return OUTCOME_DONE;
}

bool guard_cuts_ssh(const struct rules *rules, const struct blocklist_table *lists)
{
	struct ssh_session ssh;

	return ssh_session_find(&ssh) && cuts_ssh(rules, lists, &ssh);
}
