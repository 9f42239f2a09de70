/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A list file: one prefix or address a line; `#` and `;` begin comments.
 */
#ifndef UCGATE_RULES_LIST_FILE_H
#define UCGATE_RULES_LIST_FILE_H

#include "rules/schema.h"

enum { LIST_LINE_MAX = 256 /* bytes, without the line's end */ };

/*
 * Appends the prefixes of a file. A relative path is looked for beside the rule file. place: where the rule file names
 * the file; what is wrong with the file as a whole is diagnosed there, what is wrong with a line in the file.
 * *ret_empty: it was read to its end without an error, and has no prefix. Returns 0 or -ENOMEM.
 */
int list_file_read(struct reader *reader, struct slice path, struct place place, enum prefix_use use,
		   struct prefix_list *list, bool *ret_empty);

/* Where it lies: an absolute path, or one beside the rule file. To free(); NULL without memory. */
char *list_file_path(const char *rule_file, struct slice path);

#endif
