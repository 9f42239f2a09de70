// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "apply/rule_maps.h"

#include "cleanup.h"

int rule_maps_open(const struct pins *pins, struct rule_maps *ret)
{
	_cleanup_(rule_maps_close) struct rule_maps maps = {-1, -1, -1, -1, -1};

	maps.rules = pin_open(pins, "rules");
	if (maps.rules < 0)
		return maps.rules;
	maps.service_stats = pin_open(pins, "service_stats");
	if (maps.service_stats < 0)
		return maps.service_stats;
	maps.counter_names = pin_open(pins, "counter_names");
	if (maps.counter_names < 0)
		return maps.counter_names;
	maps.blocklists = pin_open(pins, "blocklists");
	if (maps.blocklists < 0)
		return maps.blocklists;
	maps.changes = pin_open(pins, "changes");
	if (maps.changes < 0)
		return maps.changes;
	*ret = maps;
	maps = (struct rule_maps){-1, -1, -1, -1, -1};
	return 0;
}

void rule_maps_close(struct rule_maps *maps)
{
	cleanup_close(&maps->rules);
	cleanup_close(&maps->service_stats);
	cleanup_close(&maps->counter_names);
	cleanup_close(&maps->blocklists);
	cleanup_close(&maps->changes);
}
