// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "apply/state_folder.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "cleanup.h"

#ifndef SO_NETNS_COOKIE
#define SO_NETNS_COOKIE 71 /* Linux 5.14 */
#endif

#define FIRST_NAMESPACE 0xeffffff9u /* NET_NS_INIT_INO of <linux/nsfs.h> */

/* Without the right to ask about process 1, known since Linux 6.18 by its number. */
static bool namespace_is_first(uint64_t *ret_inode)
{
	struct stat own, first;

	*ret_inode = 0;
	if (stat("/proc/self/ns/net", &own) < 0)
		return true;
	*ret_inode = own.st_ino;
	if (stat("/proc/1/ns/net", &first) < 0)
		return own.st_ino == FIRST_NAMESPACE;
	return own.st_ino == first.st_ino;
}

/* Unlike an inode, a cookie is not used again before the next boot. */
static uint64_t namespace_cookie(uint64_t inode)
{
	_cleanup_close_ int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	uint64_t cookie;
	socklen_t size = sizeof(cookie);

	if (fd < 0 || getsockopt(fd, SOL_SOCKET, SO_NETNS_COOKIE, &cookie, &size) < 0)
		return inode;
	return cookie;
}

static void boot_name(char ret[9])
{
	_cleanup_fclose_ FILE *file = fopen("/proc/sys/kernel/random/boot_id", "re");

	if (!file || fscanf(file, "%8[0-9a-f]", ret) != 1)
		strcpy(ret, "0");
}

void state_name(const char *interface, char ret[STATE_NAME_SIZE])
{
	uint64_t inode;
	char boot[9];

	if (namespace_is_first(&inode)) {
		snprintf(ret, STATE_NAME_SIZE, "%s", interface);
		return;
	}
	boot_name(boot);
	snprintf(ret, STATE_NAME_SIZE, "%s@%" PRIu64 "-%s", interface, namespace_cookie(inode), boot);
}

bool state_name_ended(const char *name)
{
	const char *boot = strrchr(name, '-');
	char now[9];

	boot_name(now);
	return strchr(name, '@') && boot && strcmp(boot + 1, now) != 0;
}

int state_folder_make(const char *path)
{
	char part[PATH_MAX];

	for (const char *end = path + strlen(STATE_FOLDER); end;
	     end = *end ? strchrnul(end + 1, '/') : NULL) {
		snprintf(part, sizeof(part), "%.*s", (int)(end - path), path);
		if (mkdir(part, 0755) < 0 && errno != EEXIST)
			return -errno;
	}
	return 0;
}
