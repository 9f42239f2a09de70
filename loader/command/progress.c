// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "command/progress.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "rules/slice.h"

#define NS_PER_MS 1000000ull

enum { SILENT_MS = 300, PAUSE_MS = 100 };

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 * NS_PER_MS + (uint64_t)now.tv_nsec;
}

static void line_show(const char *file, size_t done, size_t size)
{
	const char *slash = strrchr(file, '/');

	fprintf(stderr, "\r\033[Kreading %s: %zu %%", QUOTED(slice_of(slash ? slash + 1 : file)),
		100 * done / size);
}

static void progress_watch(void *watcher, const char *file, size_t done, size_t size)
{
	struct progress *progress = watcher;
	uint64_t now = now_ns();

	if (done >= size) {
		if (progress->shown_ns)
			fputs("\r\033[K", stderr);
		progress->shown_ns = 0;
	} else if (now - progress->started_ns >= SILENT_MS * NS_PER_MS &&
		   now - progress->shown_ns >= PAUSE_MS * NS_PER_MS) {
		line_show(file, done, size);
		progress->shown_ns = now;
	}
}

void progress_begin(struct progress *progress, struct diagnostics *d)
{
	*progress = (struct progress){.started_ns = now_ns()};
	if (!isatty(STDERR_FILENO))
		return;
	d->watch = progress_watch;
	d->watcher = progress;
}
