/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Whether services leave nothing of a box. A service's packets make one: addresses of the peer by local addresses by
 * local ports. Along each axis only the sets of services that share a place on it count, so an axis is a list of
 * different masks, and the services take the box when every combination of places leaves at least one of them.
 */
#ifndef UCGATE_RULES_MASK_SET_H
#define UCGATE_RULES_MASK_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MASKS_MAX = 4096 };

/* Different masks; count and full zero: none. */
struct mask_set {
	uint64_t list[MASKS_MAX];
	size_t count;
	bool full; /* more than fit: nothing is claimed then */
};

/* Working space of cover_find(); work zero to begin with. */
struct cover {
	struct mask_set reached[2];
	size_t work; /* combinations tried so far; hostile rules have more than are tried */
};

void mask_set_add(struct mask_set *set, uint64_t mask);

/* Those of the candidates that match first somewhere, when together they leave nothing of the box; else 0. */
uint64_t cover_find(struct cover *cover, uint64_t candidates, const struct mask_set *const axes[],
		    size_t count);

#endif
