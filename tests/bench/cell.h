/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* One program with one packet: what the table of a bench holds in a cell. */
#ifndef UCGATE_TESTS_BENCH_CELL_H
#define UCGATE_TESTS_BENCH_CELL_H

#include <stdint.h>

#include "tests/bench/frame.h"
#include "tests/bench/samples.h"

/* Each run costs the kernel a grace period (it patches its dispatcher), so few and long ones. */
enum { ROUNDS = 20, PACKETS = 100000 };

struct cell {
	struct samples ns;
	uint32_t action; /* XDP_PASS, XDP_DROP */
};

/* Adds the time of a packet; exits with the name when the program cannot be run. */
void cell_measure(const char *name, int program, const struct frame *frame, struct cell *cell);

/* The same, but for the time: the first run only warms the caches. */
void cell_warm(const char *name, int program, const struct frame *frame, struct cell *cell);

#endif
