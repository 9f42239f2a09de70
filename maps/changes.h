/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Map `changes` from user space. fd is its descriptor. Functions return 0 or -errno.
 */
#ifndef UCGATE_MAPS_CHANGES_H
#define UCGATE_MAPS_CHANGES_H

#include "abi/changes.h"

int changes_read(int fd, struct changes *ret);
int changes_write(int fd, const struct changes *changes);

/* Counts a reload; now_ns: CLOCK_REALTIME. Under the lock, like every change. */
int changes_count(int fd, enum reload_result result, __u64 now_ns);

#endif
