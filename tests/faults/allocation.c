// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Preloaded into a command, lets one allocation fail: number FAULT_ALLOCATION, counted from 1. When it did, the file
 * FAULT_FILE is there. Rests on the names that glibc gives its own functions.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

static bool fails(void)
{
	static unsigned long long count, last;
	const char *file = getenv("FAULT_FILE");

	if (!last) {
		const char *text = getenv("FAULT_ALLOCATION");

		last = text ? strtoull(text, NULL, 10) : ~0ull;
	}
	if (++count != last)
		return false;
	if (file)
		close(open(file, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
	errno = ENOMEM;
	return true;
}

void *malloc(size_t size)
{
	return fails() ? NULL : __libc_malloc(size);
}

/* The C library's names for parameters are its own. */
/* NOLINTBEGIN(readability-inconsistent-declaration-parameter-name) */
void *calloc(size_t count, size_t size)
{
	return fails() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
	return fails() ? NULL : __libc_realloc(old, size);
}

/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */
