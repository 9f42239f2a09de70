// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "attach/bpffs.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <linux/magic.h>

#include "maps/pin.h"

#include "base/log.h"
#include "base/privilege.h"
#include "base/process.h"
#include "cleanup.h"

#define MOUNTS_OWN "/proc/self/ns/mnt"

/*
 * Process 1 may hide its namespace: some containers keep privileges from what they run. The outermost ancestor that
 * does not was there before `ip netns exec` or `unshare --mount`, so its bpffs is the lasting one.
 */
enum { ANCESTORS_MAX = 64 };

/*
 * 0; -ENODEV: there is none; another -errno: nobody knows, and a second one mounted over it would hide every pin.
 */
static int bpffs_find(void)
{
	struct statfs filesystem;

	if (statfs(PIN_FS, &filesystem) < 0)
		return errno == ENOENT ? -ENODEV : -errno;
	return (unsigned long)filesystem.f_type == BPF_FS_MAGIC ? 0 : -ENODEV;
}

static int mounts_open(pid_t pid)
{
	char path[32];
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/ns/mnt", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

/* The mount namespace that lasts. A descriptor, or -errno. */
static int mounts_lasting_open(void)
{
	_cleanup_close_ int found = mounts_open(1);
	pid_t pid = getppid();
	int fd;

	if (found >= 0)
		return TAKE_FD(found);
	for (int i = 0; i < ANCESTORS_MAX && pid > 1; i++, pid = process_parent(pid)) {
		fd = mounts_open(pid);
		if (fd < 0)
			continue;
		cleanup_close(&found);
		found = fd;
	}
	return TAKE_FD(found);
}

static bool is_namespace_apart(void)
{
	_cleanup_close_ int lasting = mounts_lasting_open();
	struct stat own, other;

	if (lasting < 0 || stat(MOUNTS_OWN, &own) < 0 || fstat(lasting, &other) < 0)
		return false;
	return own.st_dev != other.st_dev || own.st_ino != other.st_ino;
}

/* In the lasting namespace: its bpffs (make: mounted there when missing), as a mount that belongs nowhere yet. */
static int tree_open(bool make)
{
	int fd, r = bpffs_find();

	if (r < 0 && (r != -ENODEV || !make))
		return r;
	if (r < 0 && mount("bpf", PIN_FS, "bpf", MS_NOSUID | MS_NODEV | MS_NOEXEC, "mode=0755") < 0)
		return -errno;
	fd = (int)syscall(SYS_open_tree, AT_FDCWD, PIN_FS, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

/* Changing the namespace changes the working directory too, so it is kept by a descriptor. */
static int tree_fetch(bool make)
{
	_cleanup_close_ int own = open(MOUNTS_OWN, O_RDONLY | O_CLOEXEC);
	_cleanup_close_ int lasting = mounts_lasting_open();
	_cleanup_close_ int directory = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	_cleanup_close_ int tree = -1;

	if (own < 0 || lasting < 0 || directory < 0 || setns(lasting, CLONE_NEWNS) < 0)
		return -errno;
	tree = tree_open(make);
	if (setns(own, CLONE_NEWNS) < 0 || fchdir(directory) < 0)
		return -errno;
	return TAKE_FD(tree);
}

static int bpffs_adopt(bool make)
{
	_cleanup_close_ int tree = tree_fetch(make);

	if (tree < 0)
		return tree;
	if (syscall(SYS_move_mount, tree, "", AT_FDCWD, PIN_FS, MOVE_MOUNT_F_EMPTY_PATH) < 0)
		return -errno;
	return 0;
}

int bpffs_prepare(void)
{
	int r = bpffs_find();
	bool apart;

	if (r == 0)
		return 0;
	if (r != -ENODEV)
		return log_errno(r, "cannot ask what is mounted on " PIN_FS);
	apart = is_namespace_apart();
	if (apart) {
		r = bpffs_adopt(true);
		if (r == 0)
			return 0;
		log_debug("cannot bring the machine's bpffs into sight: %s", strerror(-r));
	}
	if (mount("bpf", PIN_FS, "bpf", MS_NOSUID | MS_NODEV | MS_NOEXEC, "mode=0755") < 0) {
		r = -errno;
		return privilege_log(r, "no bpffs on " PIN_FS ", and 'mount -t bpf bpf " PIN_FS
					"' does not work");
	}
	if (apart)
		log_warning(
			"bpffs was mounted in this mount namespace alone: the filter goes when that ends; "
			"'nsenter --net=' keeps the machine's mounts, 'ip netns exec' does not");
	else
		log_note("mounted bpffs on " PIN_FS);
	return 0;
}

void bpffs_look(void)
{
	if (bpffs_find() == -ENODEV && is_namespace_apart())
		(void)bpffs_adopt(false);
}
