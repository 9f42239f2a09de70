/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Other rules for an interface that is attached: what `reload`, an `attach` that finds it attached and `run` do.
 */
#ifndef UCGATE_CHANGE_PUT_H
#define UCGATE_CHANGE_PUT_H

#include "abi/rules.h"

#include "maps/changes.h"

#include "apply/apply.h"
#include "change/attached.h"
#include "change/prepared.h"

/* Counts how a reload of an interface ended, when it did not come as far as rules_put(); under the lock. */
void reload_count(const struct attached *attached, enum reload_result result);

/*
 * Puts compiled rules in force unless a guard is against it, and counts it; under the lock. Errors are said. Rules of
 * NULL: those in force stay.
 */
enum outcome rules_put(const struct attached *attached, const struct prepared *prepared, struct applied *ret);

/* The file that the rules in force came from; empty: there are none, or it is not known. Errors are said. */
enum outcome rules_file_find(const struct attached *attached, char ret[RULES_FILE_SIZE]);

#endif
