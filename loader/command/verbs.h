/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The verbs, one file each.
 */
#ifndef UCGATE_COMMAND_VERBS_H
#define UCGATE_COMMAND_VERBS_H

#include "command/command.h"

extern const struct command command_check;
extern const struct command command_attach;
extern const struct command command_reload;
extern const struct command command_confirm;
extern const struct command command_rollback;
extern const struct command command_history;
extern const struct command command_run;
extern const struct command command_diff;
extern const struct command command_detach;
extern const struct command command_panic;
extern const struct command command_ban;
extern const struct command command_unban;
extern const struct command command_bans;
extern const struct command command_status;
extern const struct command command_list;

#endif
