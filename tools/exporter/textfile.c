// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "textfile.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"

static int text_write(int fd, const char *text, size_t size)
{
	while (size > 0) {
		ssize_t written = write(fd, text, size);

		if (written < 0 && errno != EINTR)
			return -errno;
		if (written > 0) {
			text += written;
			size -= (size_t)written;
		}
	}
	return 0;
}

static int fresh_write(int fd, const char *text, size_t size)
{
	int r = text_write(fd, text, size);

	if (r == 0 && (fchmod(fd, 0644) < 0 || fsync(fd) < 0))
		r = -errno;
	return r;
}

/* rename() would put a file in the place of a device or a pipe, /dev/stdout for one, for everybody who uses that. */
static int place_check(const char *path)
{
	struct stat status;

	if (stat(path, &status) < 0 || S_ISREG(status.st_mode))
		return 0;
	return S_ISDIR(status.st_mode) ? -EISDIR : -EEXIST;
}

/* The fresh file's name does not end in `.prom`, so the collector passes over it. */
int textfile_write(const char *path, const char *text, size_t size)
{
	char fresh[PATH_MAX];
	_cleanup_close_ int fd = -1;
	int r = place_check(path);

	if (r < 0)
		return r;
	if ((size_t)snprintf(fresh, sizeof(fresh), "%s.XXXXXX", path) >= sizeof(fresh))
		return -ENAMETOOLONG;
	fd = mkostemp(fresh, O_CLOEXEC);
	if (fd < 0)
		return -errno;
	r = fresh_write(fd, text, size);
	if (r == 0 && rename(fresh, path) < 0)
		r = -errno;
	if (r < 0)
		(void)unlink(fresh);
	return r;
}
