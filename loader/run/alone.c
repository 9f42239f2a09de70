// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "run/alone.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "maps/pin.h"

#include "cleanup.h"

int alone_take(const char *interface, int *ret_fd)
{
	_cleanup_close_ int fd = -1;
	char path[PATH_MAX];
	struct pins here;
	int r = pins_of(0, &here);

	if (r < 0)
		return r;
	if (strchr(interface, '/'))
		return -EINVAL;
	snprintf(path, sizeof(path), RUN_FOLDER "/run-%" PRIu64 "-%s", here.netns, interface);
	if (mkdir(RUN_FOLDER, 0755) < 0 && errno != EEXIST)
		return -errno;
	fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return -errno;
	if (flock(fd, LOCK_EX | LOCK_NB) < 0)
		return errno == EWOULDBLOCK ? -EBUSY : -errno;
	*ret_fd = TAKE_FD(fd);
	return 0;
}
