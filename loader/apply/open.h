/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Panic, and its end: a change like any other (apply.h). The live value is replaced by a copy in MODE_OPEN, and slot
 * RULES_PREVIOUS holds what the end of panic goes back to.
 */
#ifndef UCGATE_APPLY_OPEN_H
#define UCGATE_APPLY_OPEN_H

#include "maps/pin.h"

#include "apply/applied.h"
#include "apply/rule_maps.h"

/* Lets everything pass, whatever the rules; with rules in force that cannot be read, too. A trial is over then. */
int apply_open(const struct pins *pins, const struct rule_maps *maps, struct applied *ret);

/* Ends that. -ENODATA: there is nothing to go back to. */
int apply_close(const struct pins *pins, const struct rule_maps *maps, struct applied *ret);

#endif
