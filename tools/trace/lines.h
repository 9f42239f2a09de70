/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * An explanation: lines, each about one step.
 */
#ifndef UCGATE_TRACE_LINES_H
#define UCGATE_TRACE_LINES_H

#include <stddef.h>

enum { LINES_MAX = 24, LINE_SIZE = 512 };

struct line {
	const char *step; /* what it is about, in a word or two */
	char text[LINE_SIZE];
};

struct lines {
	struct line line[LINES_MAX];
	size_t count;
};

/* Begins a line. One too many is left out. */
void line_begin(struct lines *lines, const char *step, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Goes on with the last one; what no longer fits is left out. */
void line_add(struct lines *lines, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
