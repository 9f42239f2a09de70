/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Blocklists, compiled: lines for a slot of map `blocklists` (abi/blocklist.h), which the rules refer to.
 */
#ifndef UCGATE_RULES_BLOCKLIST_TABLE_H
#define UCGATE_RULES_BLOCKLIST_TABLE_H

#include "abi/rules.h"

#include "rules/model.h"

struct blocklist_table {
	struct blocklist_line *lines; /* owned; NULL: no list has a prefix */
	size_t count;
};

/*
 * Compiles the blocklists of a rule set that *rules was compiled from: pure, like ruleset_compile(). Sets
 * rules->header.blocklists but for the slot, and the hash that follows from it. Returns 0 or -ENOMEM.
 */
int blocklists_compile(const struct ruleset *ruleset, struct rules *rules, struct blocklist_table *ret);

/*
 * The inverse: appends the lists to a rule set, with their files' names, or with their prefixes where the rule file gave
 * them itself. Returns 0, -EBADMSG for lines that no compilation makes, or -ENOMEM.
 */
int blocklists_decompile(const struct rules_blocklists *where, const struct blocklist_table *table,
			 struct ruleset *ruleset);

/* What the packet program says of an address, searched by the host. IPv4 is in `low`. */
bool blocklist_table_holds(const struct rules_blocklists *where, const struct blocklist_table *table,
			   uint8_t family, struct address_v6 address);

/* True when a list holds the session's peer, and neither `never_block` nor a critical service does. */
struct ssh_session;
bool blocklists_cut_ssh(const struct rules *rules, const struct blocklist_table *table,
			const struct ssh_session *ssh);

void blocklist_table_free(struct blocklist_table *table);

#endif
