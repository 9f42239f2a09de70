/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * One line about an interface and its rules: wan0  native, enforce, generation 3, hash 9f86d081884c, in force for 2h 10m
 */
#ifndef UCGATE_STATS_TITLE_H
#define UCGATE_STATS_TITLE_H

#include "maps/snapshot.h"

struct title_piece {
	const char *paint; /* see paint.h; NULL: none */
	char text[112];	   /* an interface's name may hold any byte */
};

enum { TITLE_PIECES = 5 };

/* Returns how many there are. */
size_t title_pieces(const struct snapshot *now, struct title_piece ret[TITLE_PIECES]);

/* What must not be overlooked, a line of its own: rules that fall back soon, or did. False: there are none. */
bool title_trial(const struct snapshot *now, struct title_piece *ret);

#endif
