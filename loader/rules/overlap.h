/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Addresses and ports that are named more than once.
 */
#ifndef UCGATE_RULES_OVERLAP_H
#define UCGATE_RULES_OVERLAP_H

#include "rules/model.h"

/*
 * Diagnoses blocklist prefixes that overlap the peers of critical services (as errors), or of the others (as
 * warnings): once for a list and a service, with how many there are.
 */
void blocklists_overlap_check(const struct ruleset *ruleset, bool critical, struct diagnostics *d);

/* Warns of entries of a list of the service that repeat or overlap one before them. */
void service_overlap_check(const struct service *service, struct diagnostics *d);

#endif
