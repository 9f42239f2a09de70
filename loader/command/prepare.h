/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * From a rule file to a value that may be put in force, for attach and reload: read, lint, compile, and the guard
 * against cutting off who is asking.
 */
#ifndef UCGATE_COMMAND_PREPARE_H
#define UCGATE_COMMAND_PREPARE_H

#include "abi/rules.h"

#include "command/command.h"
#include "rules/blocklist_table.h"

/* What a rule file comes to. */
struct prepared {
	struct rules *rules;
	struct blocklist_table lists;
};

void prepared_free(struct prepared *prepared);

/*
 * file: NULL means the default one. Messages go to stderr; when the file is refused with --json, *ret_document says
 * why. OUTCOME_DONE: *ret is to be freed.
 */
enum outcome rules_prepare(const char *file, const struct request *request, struct prepared *ret,
			   json_t **ret_document);

#endif
