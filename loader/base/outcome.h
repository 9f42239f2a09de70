/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * How a program of ucgate ends: its exit status, an interface for scripts.
 */
#ifndef UCGATE_BASE_OUTCOME_H
#define UCGATE_BASE_OUTCOME_H

enum outcome {
	OUTCOME_DONE = 0,
	OUTCOME_REFUSED = 1, /* bad rules, differs, not confirmed */
	OUTCOME_USAGE = 2,
	OUTCOME_KERNEL = 3, /* the kernel said no: permission, memory, a foreign program */
	OUTCOME_NOT_ATTACHED = 4,
};

#endif
