/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The verbs, one file each, and what one of them lends to another.
 */
#ifndef UCGATE_COMMAND_VERBS_H
#define UCGATE_COMMAND_VERBS_H

#include "abi/rules.h"

#include "apply/apply.h"
#include "command/attached.h"
#include "command/command.h"
#include "command/prepare.h"

extern const struct command command_check;
extern const struct command command_attach;
extern const struct command command_reload;
extern const struct command command_detach;
extern const struct command command_panic;
extern const struct command command_ban;
extern const struct command command_unban;
extern const struct command command_bans;
extern const struct command command_status;
extern const struct command command_list;

/* Puts compiled rules in force on an interface that is attached; under the lock. Errors are said. (reload.c) */
enum outcome rules_put(const struct attached *attached, const struct prepared *prepared, struct applied *ret);

#endif
