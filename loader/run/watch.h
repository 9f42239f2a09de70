/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Tells when a file may have become another one, by inotify: written, replaced by a rename, or reached by another way,
 * since what is watched is every folder on the way to it, those of symbolic links too (Kubernetes turns the link
 * `..data` of the folder). A file that is not there yet is watched for where it would be.
 */
#ifndef UCGATE_RUN_WATCH_H
#define UCGATE_RUN_WATCH_H

#include <stddef.h>

#include "run/loop.h"

struct watched; /* a name in a folder */

struct watch {
	struct loop_source source;
	struct watched *list;
	size_t count;
	void (*changed)(void *self);
	void *self;
};

/* Watches nothing yet; *watch stays where it is until watch_close(). Returns 0 or -errno. */
int watch_open(const struct loop *loop, void (*changed)(void *self), void *self, struct watch *watch);
void watch_close(const struct loop *loop, struct watch *watch);

/*
 * Watches the way to a file by its absolute path, as it is now: to be asked anew after a change. Before the file is
 * read, so that no change is missed. Returns 0, or -errno when not all of the way could be watched.
 */
int watch_file(struct watch *watch, const char *path);

#endif
