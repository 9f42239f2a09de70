/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * `ucgate NAME`, where NAME is no verb: the program ucgate-NAME beside this one, else from PATH.
 */
#ifndef UCGATE_COMMAND_EXTERNAL_H
#define UCGATE_COMMAND_EXTERNAL_H

#include "base/outcome.h"

/* Becomes the program; argv[0] is NAME. Comes back only when there is none. */
enum outcome external_run(char **argv);

#endif
