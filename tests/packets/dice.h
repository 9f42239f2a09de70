/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Chance that can be repeated: splitmix64 from a seed. */
#ifndef UCGATE_TESTS_PACKETS_DICE_H
#define UCGATE_TESTS_PACKETS_DICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct dice {
	uint64_t state;
};

static inline uint64_t dice_roll(struct dice *dice)
{
	uint64_t z = dice->state += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

/* From 0 to sides - 1. */
static inline uint32_t dice_below(struct dice *dice, uint32_t sides)
{
	return sides ? (uint32_t)(dice_roll(dice) >> 11) % sides : 0;
}

static inline bool dice_one_in(struct dice *dice, uint32_t sides)
{
	return dice_below(dice, sides) == 0;
}

#define dice_pick(dice, array) ((array)[dice_below(dice, sizeof(array) / sizeof((array)[0]))])

#endif
