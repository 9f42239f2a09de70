// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "command/external.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/executable.h"
#include "base/log.h"

/* A name is a word: `ucgate ../x` runs nothing. */
static bool name_valid(const char *name)
{
	return name[0] != '-' && name[0] && !name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-")];
}

enum outcome external_run(char **argv)
{
	char name[64], path[PATH_MAX];
	const char *verb = argv[0];

	if (name_valid(verb) && (size_t)snprintf(name, sizeof(name), "ucgate-%s", verb) < sizeof(name)) {
		argv[0] = name;
		if (executable_sibling(name, path) == 0)
			execv(path, argv);
		execvp(name, argv);
		if (errno != ENOENT) {
			log_errno(-errno, "cannot run '%s'", name);
			return OUTCOME_KERNEL;
		}
	}
	log_error("'%s' is no command; 'ucgate --help' lists them", verb);
	return OUTCOME_USAGE;
}
