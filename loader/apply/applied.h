/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What came of a change of rules. */
#ifndef UCGATE_APPLY_APPLIED_H
#define UCGATE_APPLY_APPLIED_H

#include <stdbool.h>
#include <stdint.h>

#include "abi/rules.h"

struct applied {
	bool changed;
	bool open;	    /* panic is on: the rules wait for its end */
	uint32_t pending_s; /* until they fall back unless they are confirmed; 0: they stay */
	uint32_t generation;
	uint8_t hash[32];
};

/* Of rules that are in force now, or wait for the end of panic. */
struct applied applied_of(const struct rules *rules, bool changed);

#endif
