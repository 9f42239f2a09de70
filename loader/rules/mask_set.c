// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/mask_set.h"

enum { WORK_MAX = 1 << 21 };

void mask_set_add(struct mask_set *set, uint64_t mask)
{
	for (size_t i = 0; i < set->count; i++) {
		if (set->list[i] == mask)
			return;
	}
	if (set->count == MASKS_MAX)
		set->full = true;
	else
		set->list[set->count++] = mask;
}

/* False when an axis is incomplete, or enough has been tried. */
static bool axes_usable(struct cover *cover, const struct mask_set *const axes[], size_t count)
{
	for (size_t axis = 0; axis < count; axis++) {
		cover->work += axes[axis]->count;
		if (axes[axis]->full)
			return false;
	}
	return cover->work <= WORK_MAX;
}

/* What one service alone takes needs no product of the axes. */
static uint64_t masks_common(uint64_t candidates, const struct mask_set *const axes[], size_t count)
{
	for (size_t axis = 0; axis < count; axis++) {
		for (size_t i = 0; i < axes[axis]->count; i++)
			candidates &= axes[axis]->list[i];
	}
	return candidates;
}

/* All combinations with one more axis; false when one of them leaves no candidate, or there are too many. */
static bool masks_multiply(struct cover *cover, const struct mask_set *reached, const struct mask_set *axis,
			   struct mask_set *next)
{
	next->count = 0;
	next->full = false;
	for (size_t i = 0; i < reached->count; i++) {
		cover->work += axis->count;
		if (cover->work > WORK_MAX)
			return false;
		for (size_t j = 0; j < axis->count; j++) {
			uint64_t left = reached->list[i] & axis->list[j];

			if (!left)
				return false;
			mask_set_add(next, left);
		}
	}
	return !next->full;
}

uint64_t cover_find(struct cover *cover, uint64_t candidates, const struct mask_set *const axes[],
		    size_t count)
{
	struct mask_set *reached = &cover->reached[0], *next = &cover->reached[1];
	uint64_t alone, takers = 0;

	if (!candidates || !axes_usable(cover, axes, count))
		return 0;
	alone = masks_common(candidates, axes, count);
	if (alone)
		return alone & -alone;
	*reached = (struct mask_set){.list = {candidates}, .count = 1};
	for (size_t axis = 0; axis < count; axis++) {
		struct mask_set *swapped = reached;

		if (!masks_multiply(cover, reached, axes[axis], next))
			return 0;
		reached = next;
		next = swapped;
	}
	for (size_t i = 0; i < reached->count; i++)
		takers |= reached->list[i] & -reached->list[i];
	return takers;
}
