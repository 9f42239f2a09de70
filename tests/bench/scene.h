/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What depends on more than the packet: on flows, fragments, limits, lists. Each scene has a program and maps of its own. */
#ifndef UCGATE_TESTS_BENCH_SCENE_H
#define UCGATE_TESTS_BENCH_SCENE_H

#include <stdbool.h>
#include <stddef.h>

#include "tests/bench/cell.h"
#include "tests/bench/contender.h"

/* Packets by their number in frame.h. */
enum { KIND_SIP = 0, KIND_RTP = 2, KIND_DENIED = 3, KIND_SIP_V6 = 5 };

enum { SCENES_MAX = 64, SCENE_NAME_SIZE = 64 };

struct scene {
	char name[SCENE_NAME_SIZE];
	int program, parse; /* what is measured, and what has the same packets and only parses them */
	struct frame frame;
	struct cell cell, floor;
	double budget; /* over parse only, ns; 0: none */
	bool outbound; /* of the tc hook */
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

/* One of scene.c, of scene_lists.c, of scene_outbound.c: each adds its own. */
void blocklist_scenes(struct scenes *scenes);
void outbound_scenes(struct scenes *scenes);

/* A scene for a packet of frame.h. Its own while scenes are added. */
struct scene *scene_add(struct scenes *scenes, const char *name, int program, size_t kind);

/* The scene's packets become different ones: by source, or by destination port. */
void scene_shake(struct scene *scene, bool source);

/* A rule file from its text, and ucgate under one. */
struct rules *rules_of(const char *text, struct blocklist_table *lists);
struct contender ucgate_of(const char *text);

/* ucgate that blocks these; a row in the table of loads. */
int blocked_v4_load(struct scenes *scenes, const uint32_t *list, size_t count);

/* Makes all; exits with a message when one of ours cannot be made. */
void scenes_make(struct scenes *scenes);

void scenes_run(struct scenes *scenes,
		void (*run)(const char *name, int program, const struct frame *frame, struct cell *cell));

void scenes_print(struct scenes *scenes);

#endif
