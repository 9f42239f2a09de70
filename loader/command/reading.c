// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "command/reading.h"

#include <string.h>

#include "rules/slice.h"

static void reading_watch(void *watcher, const char *file, size_t done, size_t size)
{
	struct progress *progress = watcher;
	const char *slash = strrchr(file, '/');

	if (done >= size)
		progress_clear(progress);
	else
		progress_show(progress, "reading %s: %zu %%", QUOTED(slice_of(slash ? slash + 1 : file)),
			      100 * done / size);
}

void reading_begin(struct progress *progress, struct diagnostics *d)
{
	progress_begin(progress);
	d->watch = reading_watch;
	d->watcher = progress;
}
