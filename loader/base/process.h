/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Other processes, from /proc.
 */
#ifndef UCGATE_BASE_PROCESS_H
#define UCGATE_BASE_PROCESS_H

#include <sys/types.h>

/* 0: there is none, or it cannot be seen. */
pid_t process_parent(pid_t pid);

#endif
