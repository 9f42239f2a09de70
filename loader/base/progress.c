// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "base/progress.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define NS_PER_MS 1000000ull

enum { SILENT_MS = 300, PAUSE_MS = 100 };

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 * NS_PER_MS + (uint64_t)now.tv_nsec;
}

void progress_begin(struct progress *progress)
{
	*progress = (struct progress){.watched = isatty(STDERR_FILENO)};
	progress->started_ns = now_ns();
	progress->next_ns = progress->started_ns + SILENT_MS * NS_PER_MS;
}

bool progress_due(const struct progress *progress)
{
	return progress->watched && now_ns() >= progress->next_ns;
}

void progress_show(struct progress *progress, const char *format, ...)
{
	va_list arguments;

	if (!progress_due(progress))
		return;
	fputs("\r\033[K", stderr);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	progress->shown = true;
	progress->next_ns = now_ns() + PAUSE_MS * NS_PER_MS;
}

void progress_clear(struct progress *progress)
{
	if (progress->shown)
		fputs("\r\033[K", stderr);
	progress->shown = false;
}
