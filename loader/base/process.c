// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "base/process.h"

#include <stdio.h>
#include <string.h>

#include "cleanup.h"

/* Field 4 of stat, after the name in parentheses, which may hold anything. */
pid_t process_parent(pid_t pid)
{
	_cleanup_fclose_ FILE *file = NULL;
	char path[64], text[512], *end;
	int parent = 0;
	size_t size;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	file = fopen(path, "re");
	if (!file)
		return 0;
	size = fread(text, 1, sizeof(text) - 1, file);
	text[size] = '\0';
	end = memrchr(text, ')', size);
	if (!end || sscanf(end, ") %*c %d", &parent) != 1)
		return 0;
	return parent;
}
