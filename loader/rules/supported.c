// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <errno.h>

#include "rules/rules.h"

#define LACKS "this build's packet program cannot do it yet"

static struct place place_or(struct place place, struct place instead)
{
	return place.line ? place : instead;
}

static void lacks(struct diagnostics *d, struct place place, const char *key)
{
	diagnose(d, SEVERITY_ERROR, place, "%s: " LACKS, key);
}

int ruleset_supported(const struct ruleset *ruleset, struct diagnostics *d)
{
	size_t before = d->errors;

	if (ruleset->blocklists_count)
		lacks(d, ruleset->blocklists_place, "`blocklists`");
	for (size_t i = 0; i < ruleset->services_count; i++) {
		const struct service *service = &ruleset->services[i];

		if (service->critical)
			lacks(d, place_or(service->critical_place, service->place), "`critical: true`");
	}
	return d->errors > before ? -EOPNOTSUPP : 0;
}
