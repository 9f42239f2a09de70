/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * One `run` an interface: two would each put the other's rules right.
 */
#ifndef UCGATE_RUN_ALONE_H
#define UCGATE_RUN_ALONE_H

#define RUN_FOLDER "/run/ucgate"

/*
 * Takes the name of an interface of this network namespace for this process, by flock on a file of RUN_FOLDER, until
 * *ret_fd is closed. The file stays, and means nothing by itself. Returns 0, -EBUSY: another process has it, or -errno.
 */
int alone_take(const char *interface, int *ret_fd);

#endif
