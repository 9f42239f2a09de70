/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Where the running program lies, and what was installed with it.
 */
#ifndef UCGATE_BASE_EXECUTABLE_H
#define UCGATE_BASE_EXECUTABLE_H

#include <limits.h>

/* The path of a file relative to the running program's folder. Returns 0, or -errno (-ENAMETOOLONG). */
int executable_sibling(const char *name, char ret[PATH_MAX]);

#endif
