/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The prefixes that `ban` and `unban` are given: as arguments, or with `-` one a line on standard input, written as in a
 * list file.
 */
#ifndef UCGATE_COMMAND_BAN_INPUT_H
#define UCGATE_COMMAND_BAN_INPUT_H

#include "maps/bans.h"

#include "command/command.h"

/*
 * Reads all of them before anything is changed. What is wrong is said: OUTCOME_USAGE for arguments, OUTCOME_REFUSED for
 * a line. *ret is sorted, without repetitions, each with a ban of zeroes; to ban_list_free().
 */
enum outcome ban_input_read(char *const *arguments, struct ban_list *ret);

#endif
