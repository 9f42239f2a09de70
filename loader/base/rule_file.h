/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Which rule file is meant when the command line names none.
 */
#ifndef UCGATE_BASE_RULE_FILE_H
#define UCGATE_BASE_RULE_FILE_H

#include <limits.h>
#include <stddef.h>

#define RULE_FILE_ETC "/etc/ucgate/ucgate.yaml"

/*
 * The administrator's file where there is one, else the shipped aspenuc.yaml: below ../share/ucgate/ of the program
 * when installed, below share/ucgate/ in a build tree. Returns 0, or -ENOENT when there is none of them.
 */
int rule_file_default(char ret[PATH_MAX]);

/*
 * The same path from the root on; links stay links: who turns one to another file and reloads means the other file.
 * Returns 0, or -errno (-ENAMETOOLONG: it takes more than size).
 */
int rule_file_absolute(const char *file, char *ret, size_t size);

#endif
