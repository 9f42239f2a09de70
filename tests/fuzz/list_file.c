// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Hostile bytes as a list file: what is taken must come back from the line that it is said to stand in.
#include "rules/list_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cleanup.h"
#include "rules/address.h"
#include "rules/prefix.h"
#include "rules/source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

/* The line from the prefix's column on begins with the prefix. */
static void prefix_check(const struct prefix *prefix)
{
	struct complaint why;
	struct prefix again;
	struct slice line;

	must(source_line(prefix->place.source, prefix->place.line, &line));
	must(prefix->place.column <= line.length);
	line = slice_from(line, prefix->place.column - 1);
	must(prefix_parse(line, &again, &why) == 0);
	must(memcmp(again.address, prefix->address, sizeof(again.address)) == 0 &&
	     again.length == prefix->length);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_close_ int fd = memfd_create("list", MFD_CLOEXEC);
	struct source rule_file = {.path = (char[]){"/rules.yaml"}};
	struct tree tree = {.source = &rule_file};
	struct diagnostics d = {0};
	struct reader reader = {.tree = &tree, .d = &d};
	struct prefix_list list = {0};
	char path[32];
	bool empty;

	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		return 0;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	must(list_file_read(&reader, slice_of(path), (struct place){0}, USE_BLOCKLIST, &list, &empty) == 0);
	must(!empty || (!list.count && !d.errors));
	for (size_t i = 0; i < list.count; i++)
		prefix_check(&list.list[i]);
	free(list.list);
	diagnostics_free(&d);
	return 0;
}
