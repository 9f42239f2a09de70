// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/mask_set.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "cleanup.h"
#include "tests/packets/dice.h"

enum { AXES = 3 };

struct box {
	struct mask_set axis[AXES];
	struct cover cover;
};

static struct box *box_new(void)
{
	struct box *box = calloc(1, sizeof(*box));

	assert_non_null(box);
	return box;
}

static uint64_t box_find(struct box *box, uint64_t candidates)
{
	const struct mask_set *axes[AXES] = {&box->axis[0], &box->axis[1], &box->axis[2]};

	box->cover.work = 0;
	return cover_find(&box->cover, candidates, axes, AXES);
}

static void equal_masks_are_kept_once(void **state)
{
	_cleanup_free_ struct box *box = box_new();

	(void)state;
	for (int i = 0; i < 100; i++)
		mask_set_add(&box->axis[0], i % 3);
	assert_int_equal(box->axis[0].count, 3);
	assert_false(box->axis[0].full);
}

static void too_many_masks_claim_nothing(void **state)
{
	_cleanup_free_ struct box *box = box_new();

	(void)state;
	for (uint64_t i = 0; i <= MASKS_MAX; i++)
		mask_set_add(&box->axis[0], i << 1 | 1);
	mask_set_add(&box->axis[1], 1);
	mask_set_add(&box->axis[2], 1);
	assert_true(box->axis[0].full);
	assert_int_equal(box_find(box, 1), 0);
}

/* Every combination, one after the other. */
static uint64_t naive_find(const struct box *box, uint64_t candidates)
{
	uint64_t takers = 0;

	for (size_t i = 0; i < box->axis[0].count; i++) {
		for (size_t j = 0; j < box->axis[1].count; j++) {
			for (size_t k = 0; k < box->axis[2].count; k++) {
				uint64_t left = candidates & box->axis[0].list[i] & box->axis[1].list[j] &
						box->axis[2].list[k];

				if (!left)
					return 0;
				takers |= left & -left;
			}
		}
	}
	return takers;
}

static void a_box_is_taken_when_every_combination_is(void **state)
{
	_cleanup_free_ struct box *box = box_new();
	struct dice dice = {.state = 11};
	unsigned int taken = 0;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		uint64_t candidates = 0xff, found;

		for (size_t axis = 0; axis < AXES; axis++) {
			box->axis[axis].count = 0;
			for (uint32_t n = 1 + dice_below(&dice, 3); n; n--)
				mask_set_add(&box->axis[axis], dice_roll(&dice) | dice_roll(&dice));
		}
		found = box_find(box, candidates);
		/* One service that takes all alone is named alone. */
		assert_int_equal(!found, !naive_find(box, candidates));
		taken += found != 0;
	}
	assert_in_range(taken, 1000, 19000);
}

static void no_candidates_take_nothing(void **state)
{
	_cleanup_free_ struct box *box = box_new();

	(void)state;
	for (size_t axis = 0; axis < AXES; axis++)
		mask_set_add(&box->axis[axis], ~(uint64_t)0);
	assert_int_equal(box_find(box, 0), 0);
	assert_int_equal(box_find(box, 6), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_masks_are_kept_once),
		cmocka_unit_test(too_many_masks_claim_nothing),
		cmocka_unit_test(a_box_is_taken_when_every_combination_is),
		cmocka_unit_test(no_candidates_take_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
