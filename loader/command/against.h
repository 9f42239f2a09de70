/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * `ucgate check --against CAPTURE`: what a rule file would change for the frames of a capture. ucgate-replay says it.
 */
#ifndef UCGATE_COMMAND_AGAINST_H
#define UCGATE_COMMAND_AGAINST_H

#include "command/command.h"

/*
 * Becomes ucgate-replay: the file against what the interface has in force, or by itself where nothing is attached. Comes
 * back only when that cannot be; what is wrong is said.
 */
enum outcome against_run(const struct request *request, const char *file);

#endif
