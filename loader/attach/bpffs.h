/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The file system that pins live in. `ip netns exec` and `unshare --mount` hide the machine's, and a new one would go
 * with their namespace, filter and all: there the machine's own is brought into sight.
 */
#ifndef UCGATE_ATTACH_BPFFS_H
#define UCGATE_ATTACH_BPFFS_H

/* Sees to it that PIN_FS is a bpffs. Returns 0, or -errno after saying why. */
int bpffs_prepare(void);

/* For readers: brings the machine's bpffs into sight where it is hidden and the caller may, and mounts nothing new. */
void bpffs_look(void);

#endif
