/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The addresses that are met most often, by the space-saving algorithm (Metwally, Agrawal, El Abbadi, 2005): one that is
 * new takes the place of the one met least and inherits its count. So an address that makes up more than 1/SKETCH_SIZE of
 * all is always there, with a count that is too high by at most its `error`.
 */
#ifndef UCGATE_ADVICE_SKETCH_H
#define UCGATE_ADVICE_SKETCH_H

#include <stddef.h>
#include <stdint.h>

#include "abi/reason.h"

enum { SKETCH_SIZE = 512 };

struct remote {
	uint8_t family; /* 4 or 6 */
	uint8_t address[16];
};

/* What most packets of an address have in common, by majority vote. */
struct remote_habit {
	enum reason reason;
	uint8_t protocol;
	uint16_t port; /* 0: it has none */
};

struct sketch_entry {
	struct remote remote;
	uint64_t count, error;
	struct remote_habit habit;
	uint64_t votes;
};

/* Zero it to start. */
struct sketch {
	struct sketch_entry entry[SKETCH_SIZE];
	size_t count;
};

/* So many packets of a remote. */
void sketch_add(struct sketch *sketch, const struct remote *remote, const struct remote_habit *habit,
		uint64_t packets);

/* By count, the highest first; to be added to no more. */
void sketch_sort(struct sketch *sketch);

#endif
