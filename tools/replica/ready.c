// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/replica/ready.h"

#include "base/privilege.h"
#include "change/prepared.h"
#include "cleanup.h"

enum outcome replica_made(struct replica **ret)
{
	int r = replica_open(ret);

	if (r == 0)
		return OUTCOME_DONE;
	privilege_log(r, "cannot load the packet programs");
	return OUTCOME_KERNEL;
}

enum outcome replica_follow(struct replica *replica, const char *file, enum color color)
{
	_cleanup_(diagnostics_free) struct diagnostics d = {0};
	_cleanup_(prepared_free) struct prepared prepared = {0};
	const struct terms terms = {.color = color, .force = true, .quiet = true};
	enum outcome outcome = rules_prepare(file, &terms, &d, &prepared);
	int r;

	if (outcome != OUTCOME_DONE)
		return outcome;
	r = replica_rules(replica, prepared.rules, &prepared.lists);
	if (r == 0)
		return OUTCOME_DONE;
	privilege_log(r, "cannot put the rules in force");
	return OUTCOME_KERNEL;
}

enum outcome replica_imitate(struct replica *replica, const struct attached *attached)
{
	int r = replica_copy(replica, &attached->pins);

	return r == 0 ? OUTCOME_DONE : attached_failed(r, attached, "copy");
}
