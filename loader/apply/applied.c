// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "apply/applied.h"

#include <string.h>

#include "maps/live.h"

struct applied applied_of(const struct rules *rules, bool changed)
{
	struct applied applied = {.changed = changed,
				  .open = rules->header.mode == MODE_OPEN,
				  .generation = rules->header.generation};
	struct trial trial;

	trial_look(&rules->header, &trial);
	applied.pending_s = trial.left_s;
	memcpy(applied.hash, rules->header.hash, sizeof(applied.hash));
	return applied;
}
