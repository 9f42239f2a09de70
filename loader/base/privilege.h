/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the caller is not allowed to do, in words.
 */
#ifndef UCGATE_BASE_PRIVILEGE_H
#define UCGATE_BASE_PRIVILEGE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Names what is missing of the capabilities that loading and attaching take (CAP_BPF, CAP_NET_ADMIN, CAP_PERFMON), separated by commas. False: nothing is missing, *ret is empty.
 */
bool privilege_missing(char *ret, size_t size);

/* log_errno(), and for EPERM and EACCES also which capability it takes. Hands the error back. */
int privilege_log(int error, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
