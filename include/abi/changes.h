/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What became of the changes of an interface's rules. The only element of map `changes`: it lives as long as the filter
 * is attached, no program looks at it.
 */
#ifndef UCGATE_ABI_CHANGES_H
#define UCGATE_ABI_CHANGES_H

#include <linux/types.h>

/* X(constant, name, sentence): how a reload ended; numbers are an interface of the map, append only */
/* clang-format off */
#define RELOAD_RESULTS(X)                                                    \
	X(SUCCESS,   "success",   "other rules are in force")               \
	X(UNCHANGED, "unchanged", "the same rules were in force already")   \
	X(REFUSED,   "refused",   "the rule file, or a guard, was against it") \
	X(FAILED,    "failed",    "the kernel was")

/* clang-format on */

enum reload_result {

#define X(constant, name, sentence) RELOAD_##constant,
	RELOAD_RESULTS(X)
#undef X
		RELOAD_RESULTS_COUNT,
	RELOAD_RESULTS_MAX = 8,
};

struct changes {
	__u64 reloads[RELOAD_RESULTS_MAX]; /* enum reload_result -> how many since attach */
	__u64 reloaded_at_ns; /* CLOCK_REALTIME when the rules last were what their file says: attach too */
	__u32 generation;     /* the highest that any rules had */
	__u32 reserved;
};

_Static_assert(sizeof(struct changes) == 80, "layout");

#endif
