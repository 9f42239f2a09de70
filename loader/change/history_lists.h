/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The list files of a history: `lists/SHA-256.txt` in its folder, one prefix a line, each content once.
 */
#ifndef UCGATE_CHANGE_HISTORY_LISTS_H
#define UCGATE_CHANGE_HISTORY_LISTS_H

#include <stddef.h>

#include "rules/model.h"

enum { HISTORY_LIST_NAME_SIZE = sizeof("lists/.txt") + 64 };

/* Keeps a list's prefixes unless they are kept already; the file's name below the folder. Returns 0 or -errno. */
int history_list_keep(const char *folder, const struct prefix_list *prefixes,
		      char ret_name[HISTORY_LIST_NAME_SIZE]);

/* Writes a file whole before it gets its name. Returns 0 or -errno. */
int history_file_put(const char *path, const char *text, size_t length);

#endif
