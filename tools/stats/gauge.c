// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "gauge.h"

#include <string.h>

enum { STEPS = 8 /* of a character that is full */ };

static const char *const columns_up[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
static const char *const columns_ascii[] = {" ", ".", ".", ":", ":", "+", "+", "#", "#"};
static const char *const bars[] = {"░", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"};
static const char *const bars_ascii[] = {".", ".", ".", ".", "#", "#", "#", "#", "#"};

/* From 0 to most, of a share from 0 to 1. */
static size_t steps_of(double share, size_t most)
{
	size_t steps;

	if (!(share > 0))
		return 0;
	steps = share < 1 ? (size_t)(share * (double)most + 0.5) : most;
	return steps ? steps : 1;
}

void spark_format(const double *value, size_t count, bool unicode, char ret[GAUGE_SIZE])
{
	const char *const *glyphs = unicode ? columns_up : columns_ascii;
	double highest = 0;

	for (size_t i = 0; i < count; i++)
		highest = value[i] > highest ? value[i] : highest;
	*ret = '\0';
	for (size_t i = 0; i < count; i++)
		ret = stpcpy(ret, glyphs[highest > 0 ? steps_of(value[i] / highest, STEPS) : 0]);
}

void bar_format(double share, size_t columns, bool unicode, char ret[GAUGE_SIZE])
{
	const char *const *glyphs = unicode ? bars : bars_ascii;
	size_t steps = steps_of(share, columns * STEPS);

	*ret = '\0';
	for (size_t i = 0; i < columns; i++) {
		size_t here = steps < STEPS ? steps : STEPS;

		ret = stpcpy(ret, glyphs[here]);
		steps -= here;
	}
}
