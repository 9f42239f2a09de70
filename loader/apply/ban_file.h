/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The bans of an interface on disk, for the next attach: bpffs does not outlive the machine. One a line: prefix, since,
 * until (seconds since 1970; 0: never). An interface outside the machine's first network namespace is told from others
 * of its name by the namespace's cookie and the boot: its bans end with its namespace. Functions return 0 or -errno.
 */
#ifndef UCGATE_APPLY_BAN_FILE_H
#define UCGATE_APPLY_BAN_FILE_H

#include "maps/bans.h"

#define BAN_FOLDER "/var/lib/ucgate/bans"

/* Writes the bans that have not expired; without one, the file is removed. */
int ban_file_write(const char *interface, const struct ban_list *bans);

/* Reads those that have not expired; no file: none. Lines that make no sense are passed over. *ret to ban_list_free(). */
int ban_file_read(const char *interface, struct ban_list *ret);

#endif
