/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Lines that fit a terminal: what is too wide is cut, what is too low is left out. Names of strangers cannot move the
 * cursor on it.
 */
#ifndef UCGATE_STATS_SHEET_H
#define UCGATE_STATS_SHEET_H

#include <stdbool.h>
#include <stdio.h>

struct sheet {
	FILE *out;
	unsigned width, height; /* columns and lines; all zero but these and color: empty */
	bool color;
	unsigned row, column; /* where the next character goes */
};

/* Puts UTF-8 there; paint (see paint.h) may be NULL. */
void sheet_put(struct sheet *sheet, const char *paint, const char *text);

/* The same, right-aligned in so many columns. The text is ASCII. */
void sheet_put_right(struct sheet *sheet, const char *paint, const char *text, unsigned columns);

/* Blanks up to that column, and one at least unless the line is empty. */
void sheet_move(struct sheet *sheet, unsigned column);

/* Ends the line. */
void sheet_next(struct sheet *sheet);

/* Lines that are left. */
unsigned sheet_left(const struct sheet *sheet);

#endif
