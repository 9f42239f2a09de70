// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tests/packets/names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void names_start(struct names *names)
{
	memset(names, 0, sizeof(*names));
	strcpy(names->name[NAME_OTHER], "other");
}

int names_find(const struct names *names, const char *name)
{
	for (int i = 0; i < SERVICE_COUNTERS_MAX && *names->name[i]; i++) {
		if (strcmp(names->name[i], name) == 0)
			return i;
	}
	return -1;
}

int names_add(struct names *names, const char *name)
{
	int known = names_find(names, name);

	if (known >= 0)
		return known;
	for (int i = 0; i < SERVICE_COUNTERS_MAX; i++) {
		if (!*names->name[i]) {
			snprintf(names->name[i], sizeof(names->name[i]), "%s", name);
			return i;
		}
	}
	abort();
}
