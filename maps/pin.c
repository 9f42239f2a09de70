// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "maps/pin.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <time.h>

#include <linux/bpf.h>
#include <linux/magic.h>

#include <bpf/bpf.h>

#include "cleanup.h"

enum {
	LINK_TYPE_TCX = 11, /* BPF_LINK_TYPE_TCX of Linux 6.6 */
	PIN_MODE = 0640,
};

static void cleanup_closedir(DIR **dir)
{
	if (*dir)
		closedir(*dir);
}

static int netns_inode(uint64_t *ret)
{
	struct stat status;

	if (stat("/proc/self/ns/net", &status) < 0)
		return -errno;
	*ret = status.st_ino;
	return 0;
}

static struct pins pins_at(uint64_t netns, uint32_t ifindex)
{
	struct pins pins = {.netns = netns, .ifindex = ifindex};

	snprintf(pins.path, sizeof(pins.path), PIN_ROOT "/%" PRIu64 "-%" PRIu32, netns, ifindex);
	return pins;
}

int pins_of(uint32_t ifindex, struct pins *ret)
{
	uint64_t netns = 0;
	int r = netns_inode(&netns);

	if (r < 0)
		return r;
	*ret = pins_at(netns, ifindex);
	return 0;
}

/* Whether a directory of PIN_ROOT has exactly a name that pins_at() gives. */
static bool pins_parse(const char *name, struct pins *ret)
{
	uint64_t netns;
	uint32_t ifindex;

	if (sscanf(name, "%" SCNu64 "-%" SCNu32, &netns, &ifindex) != 2)
		return false;
	*ret = pins_at(netns, ifindex);
	return strcmp(strrchr(ret->path, '/') + 1, name) == 0;
}

int pins_list(struct pins **ret, size_t *ret_count)
{
	_cleanup_(cleanup_closedir) DIR *dir = opendir(PIN_ROOT);
	_cleanup_free_ struct pins *list = NULL;
	size_t count = 0;

	if (!dir && errno != ENOENT)
		return -errno;
	for (struct dirent *entry; dir && (entry = readdir(dir));) {
		struct pins pins, *grown;

		if (!pins_parse(entry->d_name, &pins))
			continue;
		grown = reallocarray(list, count + 1, sizeof(*list));
		if (!grown)
			return -ENOMEM;
		list = grown;
		list[count++] = pins;
	}
	*ret = TAKE_PTR(list);
	*ret_count = count;
	return 0;
}

static int pin_path(const struct pins *pins, const char *name, char ret[PIN_PATH_SIZE])
{
	char path[PIN_PATH_SIZE];

	if ((size_t)snprintf(path, sizeof(path), "%s/%s", pins->path, name) >= sizeof(path))
		return -ENAMETOOLONG;
	memcpy(ret, path, sizeof(path));
	return 0;
}

static int pin_get(const struct pins *pins, const char *name, uint32_t flags)
{
	LIBBPF_OPTS(bpf_obj_get_opts, options, .file_flags = flags);
	char path[PIN_PATH_SIZE];
	int r = pin_path(pins, name, path);

	return r < 0 ? r : bpf_obj_get_opts(path, &options);
}

int pin_open_readonly(const struct pins *pins, const char *map)
{
	return pin_get(pins, map, BPF_F_RDONLY);
}

int pin_open(const struct pins *pins, const char *map)
{
	return pin_get(pins, map, 0);
}

int pin_open_info(const struct pins *pins, const char *name, uint32_t flags, void *ret_info, uint32_t size)
{
	_cleanup_close_ int fd = pin_get(pins, name, flags);
	int r;

	if (fd < 0)
		return fd;
	r = bpf_obj_get_info_by_fd(fd, ret_info, &size);
	return r < 0 ? r : TAKE_FD(fd);
}

int pins_instance(const struct pins *pins, struct instance *ret)
{
	struct bpf_map_info info = {};
	_cleanup_close_ int fd = pin_open_info(pins, "instance", BPF_F_RDONLY, &info, sizeof(info));
	struct instance instance;
	uint32_t key = 0;
	int r;

	if (fd < 0)
		return fd;
	/* A lookup writes as many bytes as the map says. */
	if (info.value_size != sizeof(instance))
		return -EPROTO;
	r = bpf_map_lookup_elem(fd, &key, &instance);
	if (r < 0)
		return r;
	if (instance.layout != INSTANCE_LAYOUT)
		return -EPROTO;
	*ret = instance;
	return 0;
}

/* Of XDP and tcx the interface is told at the same place; libbpf's headers may be older than tcx. */
int pins_link_ifindex(const struct pins *pins, const char *link, uint32_t *ret)
{
	struct bpf_link_info info = {};
	_cleanup_close_ int fd = pin_open_info(pins, link, 0, &info, sizeof(info));

	if (fd < 0)
		return fd;
	*ret = info.type == BPF_LINK_TYPE_XDP || info.type == LINK_TYPE_TCX ? info.xdp.ifindex : 0;
	return 0;
}

/* flock() knows no time limit, so a limited wait asks again and again. */
static int lock_wait(int fd, int timeout_ms)
{
	const struct timespec pause = {.tv_nsec = 10 * 1000000};

	for (int waited = 0;; waited += 10) {
		if (flock(fd, timeout_ms < 0 ? LOCK_EX : LOCK_EX | LOCK_NB) == 0)
			return 0;
		if (errno != EINTR && errno != EWOULDBLOCK)
			return -errno;
		if (timeout_ms >= 0 && waited >= timeout_ms)
			return -ETIMEDOUT;
		if (timeout_ms >= 0)
			nanosleep(&pause, NULL);
	}
}

int pins_lock(int timeout_ms, int *ret_fd)
{
	_cleanup_close_ int fd = -1;
	struct statfs filesystem;
	int r;

	if (statfs(PIN_FS, &filesystem) < 0)
		return -errno;
	if ((unsigned long)filesystem.f_type != BPF_FS_MAGIC)
		return -ENODEV;
	if (mkdir(PIN_ROOT, 0755) < 0 && errno != EEXIST)
		return -errno;
	fd = open(PIN_ROOT, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	r = lock_wait(fd, timeout_ms);
	if (r < 0)
		return r;
	*ret_fd = TAKE_FD(fd);
	return 0;
}

enum {
	HOLD_TRIES = 10, /* who only asks whether pins are held does so by the same lock, for an instant */
	HOLD_PAUSE_NS = 1000000,
};

static int pins_open(const struct pins *pins)
{
	int fd = open(pins->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return fd < 0 ? -errno : fd;
}

int pins_hold(const struct pins *pins, int *ret_fd)
{
	const struct timespec pause = {.tv_nsec = HOLD_PAUSE_NS};
	_cleanup_close_ int fd = pins_open(pins);

	if (fd < 0)
		return fd;
	for (int i = 0; i < HOLD_TRIES; i++) {
		if (i)
			nanosleep(&pause, NULL);
		if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
			*ret_fd = TAKE_FD(fd);
			return 0;
		}
		if (errno != EWOULDBLOCK)
			return -errno;
	}
	return -EBUSY;
}

bool pins_held(const struct pins *pins)
{
	_cleanup_close_ int fd = pins_open(pins);

	return fd >= 0 && flock(fd, LOCK_SH | LOCK_NB) < 0 && errno == EWOULDBLOCK;
}

bool pins_held_by(const struct pins *pins, int fd)
{
	struct stat own, named;

	return fstat(fd, &own) == 0 && stat(pins->path, &named) == 0 && own.st_dev == named.st_dev &&
	       own.st_ino == named.st_ino;
}

int pins_make(const struct pins *pins)
{
	return mkdir(pins->path, 0755) < 0 ? -errno : 0;
}

/*
 * The group may read: root's, unless PIN_ROOT is of another group and hands it down (its setgid bit). The mask of the
 * caller has no say in who may look.
 */
static int pin_make(int fd, const char *path)
{
	int r = bpf_obj_pin(fd, path);

	if (r < 0)
		return r;
	return chmod(path, PIN_MODE) < 0 ? -errno : 0;
}

/* bpffs has no exchange of a pin's object, but it has rename(). */
int pin_put(const struct pins *pins, const char *name, int fd)
{
	char path[PIN_PATH_SIZE], fresh[PIN_PATH_SIZE];
	int r = pin_path(pins, name, path);

	if (r < 0)
		return r;
	r = pin_make(fd, path);
	if (r != -EEXIST)
		return r;
	r = pin_path(pins, "fresh", fresh);
	if (r < 0)
		return r;
	if (unlink(fresh) < 0 && errno != ENOENT)
		return -errno;
	r = pin_make(fd, fresh);
	if (r < 0)
		return r;
	return rename(fresh, path) < 0 ? -errno : 0;
}

int pin_permit_as(const struct pins *pins, const char *name, const char *other)
{
	char path[PIN_PATH_SIZE], other_path[PIN_PATH_SIZE];
	struct stat status;
	int r = pin_path(pins, name, path);

	if (r == 0)
		r = pin_path(pins, other, other_path);
	if (r < 0)
		return r;
	if (stat(other_path, &status) < 0 || chown(path, status.st_uid, status.st_gid) < 0 ||
	    chmod(path, status.st_mode & 07777) < 0)
		return -errno;
	return 0;
}

int pin_rename(const struct pins *pins, const char *from, const char *to)
{
	char from_path[PIN_PATH_SIZE], to_path[PIN_PATH_SIZE];
	int r = pin_path(pins, from, from_path);

	if (r == 0)
		r = pin_path(pins, to, to_path);
	if (r < 0)
		return r;
	return rename(from_path, to_path) < 0 ? -errno : 0;
}

int pin_remove(const struct pins *pins, const char *name)
{
	char path[PIN_PATH_SIZE];
	int r = pin_path(pins, name, path);

	if (r < 0)
		return r;
	return unlink(path) < 0 ? -errno : 0;
}

int pin_remove_link(const struct pins *pins, const char *link)
{
	_cleanup_close_ int fd = pin_open(pins, link);

	if (fd >= 0)
		(void)bpf_link_detach(fd); /* of an interface that is gone, there is nothing to take off */
	return pin_remove(pins, link);
}

int pins_rename(const struct pins *from, const struct pins *to)
{
	return rename(from->path, to->path) < 0 ? -errno : 0;
}

int pins_remove(const struct pins *pins)
{
	_cleanup_(cleanup_closedir) DIR *dir = NULL;
	int r = pin_remove_link(pins, PIN_LINK);

	if (r < 0 && r != -ENOENT)
		return r;
	dir = opendir(pins->path);
	if (!dir)
		return errno == ENOENT ? 0 : -errno;
	for (struct dirent *entry; (entry = readdir(dir));) {
		if (entry->d_name[0] == '.')
			continue;
		r = pin_remove(pins, entry->d_name);
		if (r < 0 && r != -ENOENT)
			return r;
	}
	return rmdir(pins->path) < 0 ? -errno : 0;
}
