/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Which known word a misspelt one was meant to be.
 */
#ifndef UCGATE_RULES_NEAREST_H
#define UCGATE_RULES_NEAREST_H

#include "rules/slice.h"

enum { NEAREST_FAR = 100 };

/*
 * How far the words are apart: typing mistakes (a letter too many, missing, wrong, or two swapped), case and `-` for
 * `_` not counted; NEAREST_FAR when nobody would take one for the other.
 */
unsigned int word_distance(struct slice word, const char *known);

#endif
