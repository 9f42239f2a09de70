/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * `--for 10s`: until when to listen.
 */
#ifndef UCGATE_LISTEN_DEADLINE_H
#define UCGATE_LISTEN_DEADLINE_H

#include <stdint.h>

/* text: of --for. Returns 0, or -EINVAL after saying what is wrong (log_error()). */
int deadline_parse(const char *text, uint32_t *ret_seconds);

/* That many seconds from now, CLOCK_MONOTONIC. */
uint64_t deadline_after(uint32_t seconds);

#endif
