/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * rules_prepare() (change/prepared.h) as the verbs want it: watched on a terminal, refused in JSON.
 */
#ifndef UCGATE_COMMAND_PREPARE_H
#define UCGATE_COMMAND_PREPARE_H

#include "change/prepared.h"
#include "command/command.h"

/*
 * file: NULL means the default one. Messages go to stderr; when the file is refused with --json, *ret_document says
 * why. OUTCOME_DONE: *ret is to be freed.
 */
enum outcome request_prepare(const char *file, const struct request *request, struct prepared *ret,
			     json_t **ret_document);

#endif
