// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "base/rule_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/executable.h"

int rule_file_default(char ret[PATH_MAX])
{
	static const char *const shipped[] = {"../share/ucgate/aspenuc.yaml", "share/ucgate/aspenuc.yaml"};
	char path[PATH_MAX];

	/* A file that is there but cannot be read is not passed over: other rules than the administrator's would rule. */
	if (access(RULE_FILE_ETC, F_OK) == 0 || errno != ENOENT) {
		memcpy(ret, RULE_FILE_ETC, sizeof(RULE_FILE_ETC));
		return 0;
	}
	for (size_t i = 0; i < sizeof(shipped) / sizeof(shipped[0]); i++) {
		if (executable_sibling(shipped[i], path) == 0 && realpath(path, ret))
			return 0;
	}
	return -ENOENT;
}

int rule_file_absolute(const char *file, char *ret, size_t size)
{
	char directory[PATH_MAX] = "";
	const char *slash = "";

	if (file[0] != '/') {
		while (strncmp(file, "./", 2) == 0)
			file += 2;
		if (!getcwd(directory, sizeof(directory)))
			return -errno;
		slash = "/";
	}
	if ((size_t)snprintf(ret, size, "%s%s%s", directory, slash, file) >= size)
		return -ENAMETOOLONG;
	return 0;
}
