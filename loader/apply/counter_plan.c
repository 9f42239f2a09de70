// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "apply/counter_plan.h"

#include <stdbool.h>
#include <string.h>

_Static_assert(3 * SERVICES_MAX < SERVICE_COUNTERS_MAX,
	       "live, previous and new rules always find ids, 0 aside");

static bool rules_name(const struct rules *rules, const char *name)
{
	for (unsigned int i = 0; rules && i < rules->header.services; i++)
		if (strncmp(rules->service[i].name, name, SERVICE_NAME_SIZE) == 0)
			return true;
	return false;
}

static unsigned int id_find(const struct counter_names *names, const char *name)
{
	for (unsigned int id = 1; id < SERVICE_COUNTERS_MAX; id++)
		if (strncmp(names->name[id], name, SERVICE_NAME_SIZE) == 0)
			return id;
	return 0;
}

static unsigned int id_unused(const struct counter_names *names, const struct rules *const used[2],
			      const struct rules *rules)
{
	for (unsigned int id = 1; id < SERVICE_COUNTERS_MAX; id++) {
		const char *name = names->name[id];

		if (!rules_name(used[0], name) && !rules_name(used[1], name) && !rules_name(rules, name))
			return id;
	}
	return 0;
}

void counter_plan_make(const struct counter_names *names, const struct rules *const used[2],
		       struct rules *rules, struct counter_plan *ret)
{
	struct counter_names after = *names;

	ret->grants = 0;
	for (unsigned int i = 0; i < rules->header.services; i++) {
		const char *name = rules->service[i].name;
		unsigned int id = id_find(&after, name);

		if (!id) {
			struct counter_grant *grant = &ret->grant[ret->grants++];

			id = id_find(&after, "");
			if (!id)
				id = id_unused(&after, used, rules);
			grant->id = id;
			memcpy(grant->name, name, SERVICE_NAME_SIZE);
			memcpy(grant->former, after.name[id], SERVICE_NAME_SIZE);
			memcpy(after.name[id], name, SERVICE_NAME_SIZE);
		}
		rules->counter[i] = (__u16)id;
	}
}
