/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The end of a trial (`--confirm`), and the way back. All under pins_lock().
 */
#ifndef UCGATE_APPLY_TRIAL_H
#define UCGATE_APPLY_TRIAL_H

#include "apply/applied.h"
#include "apply/rule_maps.h"

/*
 * The rules on trial stay. changed: they were on trial, else nothing was. -ETIME: too late, the deadline has passed and
 * the rules before are in force.
 */
int apply_confirm(const struct pins *pins, const struct rule_maps *maps, struct applied *ret);

/*
 * Goes back. Rules on trial, or that expired, give way to those that they would fall back to; else the previous rules and
 * those in force change places. *rules_previous() tells beforehand which. -ENODATA: there are none to go back to;
 * -EBUSY: panic is on.
 */
int apply_rollback(const struct pins *pins, const struct rule_maps *maps, struct applied *ret);

/*
 * What apply_rollback() would put in force: *ret to free(). ret_falls: it ends a trial, or what is left of one. Errors
 * as there.
 */
int rules_previous(const struct pins *pins, const struct rule_maps *maps, struct rules **ret,
		   bool *ret_falls);

#endif
