// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "change/running.h"

#include <errno.h>

#include "maps/blocklists.h"
#include "maps/rules.h"

#include "cleanup.h"
#include "rules/rules.h"

void running_free(struct running *running)
{
	free(running->rules);
	blocklist_table_free(&running->lists);
	*running = (struct running){};
}

int running_lists(const struct pins *pins, const struct rules *rules, struct blocklist_table *ret)
{
	const struct rules_blocklists *where = &rules->header.blocklists;
	struct blocklist_table table = {};
	_cleanup_close_ int outer = -1;
	int r;

	if (where->lists) {
		outer = pin_open_readonly(pins, "blocklists");
		if (outer < 0)
			return outer;
		r = blocklist_slot_read(pins, outer, where->slot, &table.lines, &table.count);
		if (r < 0)
			return r;
	}
	*ret = table;
	return 0;
}

/* What panic keeps back; there may be nothing. */
static int waiting_read(const struct pins *pins, struct running *running)
{
	_cleanup_close_ int outer = pin_open_readonly(pins, "rules");
	struct rules *previous;

	if (outer < 0)
		return outer;
	if (rules_slot_read(pins, outer, RULES_PREVIOUS, &previous) == 0) {
		free(running->rules);
		running->rules = previous;
	}
	return 0;
}

int running_read(const struct attached *attached, struct running *ret)
{
	_cleanup_(running_free) struct running running = {};
	_cleanup_(live_free) struct live live = {};
	int r = attached->known ? live_read(&attached->pins, &live) : -EPROTO;

	if (r < 0)
		return r;
	running.rules = TAKE_PTR(live.rules);
	running.trial = live.trial;
	running.waiting = running.rules->header.mode == MODE_OPEN;
	if (running.waiting)
		r = waiting_read(&attached->pins, &running);
	if (r == 0)
		r = running_lists(&attached->pins, running.rules, &running.lists);
	if (r < 0)
		return r;
	*ret = running;
	running = (struct running){};
	return 0;
}

int running_decompile(const struct running *running, struct ruleset *ret)
{
	_cleanup_(ruleset_free) struct ruleset ruleset = {};
	int r = rules_decompile(running->rules, &ruleset);

	if (r == 0)
		r = blocklists_decompile(&running->rules->header.blocklists, &running->lists, &ruleset);
	if (r < 0)
		return r;
	*ret = ruleset;
	ruleset = (struct ruleset){};
	return 0;
}
