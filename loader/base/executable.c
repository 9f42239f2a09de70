// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "base/executable.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int executable_sibling(const char *name, char ret[PATH_MAX])
{
	char self[PATH_MAX], path[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", self, sizeof(self) - 1);

	if (length < 0)
		return -errno;
	self[length] = '\0';
	*strrchr(self, '/') = '\0';
	if ((size_t)snprintf(path, sizeof(path), "%s/%s", self, name) >= sizeof(path))
		return -ENAMETOOLONG;
	memcpy(ret, path, sizeof(path));
	return 0;
}
