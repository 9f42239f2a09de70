// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Rules in and out of force, and what packets leave behind.
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <bpf/bpf.h>

#include "abi/flow.h"
#include "abi/rate.h"

#include "maps/blocklists.h"
#include "maps/rules.h"

#include "apply/counter_plan.h"
#include "cleanup.h"
#include "tools/replica/parts.h"

static int lists_keep(struct replica *replica, const struct blocklist_table *lists)
{
	size_t size = lists->count * sizeof(*lists->lines);
	struct blocklist_line *lines = malloc(size);

	if (!lines)
		return -ENOMEM;
	memcpy(lines, lists->lines, size);
	replica->lists = (struct blocklist_table){.lines = lines, .count = lists->count};
	return 0;
}

static int lists_put(struct replica *replica, const struct rules *rules, const struct blocklist_table *lists)
{
	int outer = replica_map(replica, "blocklists"), r;
	_cleanup_close_ int inner = -1;

	blocklist_table_free(&replica->lists);
	replica->lists = (struct blocklist_table){0};
	if (!lists || !lists->count)
		return 0;
	inner = blocklist_map_make(lists->lines, lists->count);
	if (inner < 0)
		return inner;
	r = blocklist_slot_set(outer, rules->header.blocklists.slot, inner);
	return r < 0 ? r : lists_keep(replica, lists);
}

int replica_rules_put(struct replica *replica, const struct rules *rules, const struct blocklist_table *lists)
{
	_cleanup_free_ struct rules *copy = malloc(sizeof(*copy));
	_cleanup_close_ int inner = -1;
	int r = copy ? lists_put(replica, rules, lists) : -ENOMEM;

	if (r < 0)
		return r;
	replica->fresh = false;
	inner = rules_map_make(rules);
	if (inner < 0)
		return inner;
	r = rules_slot_set(replica_map(replica, "rules"), RULES_LIVE, inner);
	if (r < 0)
		return r;
	memcpy(copy, rules, sizeof(*copy));
	free(replica->rules);
	replica->rules = TAKE_PTR(copy);
	replica->generation = rules->header.generation;
	return 0;
}

/* An id that was another name's begins at 0 again. */
static int counters_grant(struct replica *replica, const struct counter_plan *plan)
{
	int r = 0;

	for (unsigned int i = 0; i < plan->grants && r == 0; i++) {
		const struct counter_grant *grant = &plan->grant[i];

		memcpy(replica->names.name[grant->id], grant->name, SERVICE_NAME_SIZE);
		if (grant->former[0])
			r = service_stats_zero(replica_map(replica, "service_stats"), grant->id);
	}
	return r;
}

int replica_rules(struct replica *replica, struct rules *rules, const struct blocklist_table *lists)
{
	const struct rules *used[2] = {replica->rules, NULL};
	struct counter_plan plan;
	int r;

	counter_plan_make(&replica->names, used, rules, &plan);
	r = counters_grant(replica, &plan);
	if (r < 0)
		return r;
	rules->header.generation = replica->generation + 1;
	return replica_rules_put(replica, rules, lists);
}

int replica_rules_clear(struct replica *replica)
{
	uint32_t slot = RULES_LIVE;
	int r = bpf_map_delete_elem(replica_map(replica, "rules"), &slot);

	if (r < 0 && r != -ENOENT)
		return r;
	free(replica->rules);
	replica->rules = NULL;
	return 0;
}

/* --- state ----------------------------------------------------------------------------------------------------- */

static int hash_clear(int fd)
{
	uint8_t key[64];

	_Static_assert(sizeof(struct flow_key_v6) <= sizeof(key), "the largest key");
	while (bpf_map_get_next_key(fd, NULL, key) == 0) {
		int r = bpf_map_delete_elem(fd, key);

		if (r < 0 && r != -ENOENT)
			return r;
	}
	return 0;
}

static int totals_clear(int fd)
{
	const struct source_rate none = {0};
	int r = 0;

	for (uint32_t i = 0; i < SERVICE_COUNTERS_MAX && r == 0; i++)
		r = bpf_map_update_elem(fd, &i, &none, BPF_ANY);
	return r;
}

int replica_forget(struct replica *replica)
{
	static const char *const learned[] = {"flows_v4_tcp",	"flows_v4_other", "flows_v6_tcp",
					      "flows_v6_other", "fragments_v4",	  "fragments_v6",
					      "sources"};
	int r = totals_clear(replica_map(replica, "totals"));

	for (size_t i = 0; i < sizeof(learned) / sizeof(learned[0]) && r == 0; i++)
		r = hash_clear(replica_map(replica, learned[i]));
	return r;
}
