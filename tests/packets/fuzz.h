/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Random rules, random frames: program and model have to agree about verdict, reason, service and counters.
 */
#ifndef UCGATE_TESTS_PACKETS_FUZZ_H
#define UCGATE_TESTS_PACKETS_FUZZ_H

#include <stdint.h>

#include "tests/packets/program.h"

struct fuzz_options {
	uint64_t frames;
	uint64_t seed; /* printed; the same seed makes the same frames */
};

/* 0, -EBADMSG when they disagreed (each difference is said on stderr, made as small as it gets), or -errno. */
int fuzz(struct program *program, const struct fuzz_options *options);

#endif
