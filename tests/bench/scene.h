/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What depends on more than the packet: on flows, fragments, limits, lists. Each scene has a program and maps of its own. */
#ifndef UCGATE_TESTS_BENCH_SCENE_H
#define UCGATE_TESTS_BENCH_SCENE_H

#include <stddef.h>

#include "tests/bench/cell.h"

enum { SCENES_MAX = 40, SCENE_NAME_SIZE = 64 };

struct scene {
	char name[SCENE_NAME_SIZE];
	int program, parse; /* what is measured, and what has the same packets and only parses them */
	struct frame frame;
	struct cell cell, floor;
	double budget; /* over parse only, ns; 0: none */
};

/* Bytes and times that the kernel took for a blocklist. */
struct load {
	char name[SCENE_NAME_SIZE];
	double compile_ms, fill_ms;
	size_t memory;
};

struct scenes {
	struct scene scene[SCENES_MAX];
	size_t count;
	struct load load[8];
	size_t loads;
};

/* Makes all; exits with a message when one of ours cannot be made. */
void scenes_make(struct scenes *scenes);

void scenes_run(struct scenes *scenes,
		void (*run)(const char *name, int program, const struct frame *frame, struct cell *cell));

void scenes_print(struct scenes *scenes);

#endif
