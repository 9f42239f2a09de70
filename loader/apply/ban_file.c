// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "apply/ban_file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "apply/ban_clock.h"
#include "apply/ban_prefix.h"
#include "cleanup.h"
#include "rules/address.h"
#include "rules/prefix.h"

#ifndef SO_NETNS_COOKIE
#define SO_NETNS_COOKIE 71 /* Linux 5.14 */
#endif

#define FIRST_NAMESPACE 0xeffffff9u /* NET_NS_INIT_INO of <linux/nsfs.h> */

enum { NAME_SIZE = 96, LINE_SIZE = 128 };

/* --- which file --- */

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

static void file_name(const char *interface, char ret[NAME_SIZE])
{
	uint64_t inode;
	char boot[9];

	if (namespace_is_first(&inode)) {
		snprintf(ret, NAME_SIZE, "%s", interface);
		return;
	}
	boot_name(boot);
	snprintf(ret, NAME_SIZE, "%s@%" PRIu64 "-%s", interface, namespace_cookie(inode), boot);
}

/* --- writing --- */

static void ban_print(const struct ban_entry *entry, struct ban_clock now, FILE *out)
{
	struct prefix prefix = ban_prefix_of(&entry->key);
	char text[PREFIX_TEXT_SIZE];

	prefix_format(&prefix, text);
	fprintf(out, "%s %" PRIu64 " %" PRIu64 "\n", text, (uint64_t)entry->ban.added_s,
		ban_clock_until(now, &entry->ban));
}

/* Whole on disk before it takes the place of the last one. */
static int file_fill(const char *path, const struct ban_list *bans)
{
	_cleanup_fclose_ FILE *out = fopen(path, "we");
	struct ban_clock now = ban_clock_now();

	if (!out)
		return -errno;
	fputs("# ucgate: banned prefix, since, until (seconds since 1970; 0: never)\n", out);
	for (size_t i = 0; i < bans->count; i++) {
		if (!ban_expired(&bans->list[i].ban, now.monotonic_ns))
			ban_print(&bans->list[i], now, out);
	}
	if (fflush(out) == EOF || fdatasync(fileno(out)) < 0)
		return -errno;
	return ferror(out) ? -EIO : 0;
}

static int folder_make(void)
{
	if ((mkdir("/var/lib/ucgate", 0755) < 0 && errno != EEXIST) ||
	    (mkdir(BAN_FOLDER, 0755) < 0 && errno != EEXIST))
		return -errno;
	return 0;
}

static bool one_is_live(const struct ban_list *bans)
{
	struct ban_clock now = ban_clock_now();

	for (size_t i = 0; i < bans->count; i++) {
		if (!ban_expired(&bans->list[i].ban, now.monotonic_ns))
			return true;
	}
	return false;
}

int ban_file_write(const char *interface, const struct ban_list *bans)
{
	char name[NAME_SIZE], path[PATH_MAX], fresh[PATH_MAX];
	int r;

	file_name(interface, name);
	snprintf(path, sizeof(path), BAN_FOLDER "/%s", name);
	snprintf(fresh, sizeof(fresh), BAN_FOLDER "/.%s.new", name);
	if (!one_is_live(bans))
		return unlink(path) < 0 && errno != ENOENT ? -errno : 0;
	r = folder_make();
	if (r == 0)
		r = file_fill(fresh, bans);
	if (r == 0 && rename(fresh, path) < 0)
		r = -errno;
	return r;
}

/* --- reading --- */

/* False: no ban, or one that has expired. */
static bool ban_parse(const char *line, struct ban_clock now, struct ban_entry *ret)
{
	char text[PREFIX_TEXT_SIZE];
	struct complaint why;
	struct prefix prefix;
	uint64_t since, until;

	if (sscanf(line, "%63s %" SCNu64 " %" SCNu64, text, &since, &until) != 3 ||
	    prefix_parse(slice_of(text), &prefix, &why) < 0 || !prefix.length)
		return false;
	ret->key = ban_key_of(&prefix);
	return ban_clock_resume(now, since, until, &ret->ban);
}

static int ban_list_add(struct ban_list *bans, const struct ban_entry *entry, size_t *size)
{
	if (bans->count == *size) {
		size_t more = *size ? 2 * *size : 64;
		struct ban_entry *list = reallocarray(bans->list, more, sizeof(*list));

		if (!list)
			return -ENOMEM;
		bans->list = list;
		*size = more;
	}
	bans->list[bans->count++] = *entry;
	return 0;
}

int ban_file_read(const char *interface, struct ban_list *ret)
{
	_cleanup_(ban_list_free) struct ban_list bans = {};
	char name[NAME_SIZE], path[PATH_MAX], line[LINE_SIZE];
	_cleanup_fclose_ FILE *file = NULL;
	struct ban_clock now = ban_clock_now();
	struct ban_entry entry;
	size_t size = 0;

	file_name(interface, name);
	snprintf(path, sizeof(path), BAN_FOLDER "/%s", name);
	file = fopen(path, "re");
	if (!file && errno != ENOENT)
		return -errno;
	while (file && bans.count < BANS_MAX && fgets(line, sizeof(line), file)) {
		if (ban_parse(line, now, &entry) && ban_list_add(&bans, &entry, &size) < 0)
			return -ENOMEM;
	}
	*ret = bans;
	bans = (struct ban_list){};
	return 0;
}
