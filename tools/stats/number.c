// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "number.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* 99.95 would be rounded to 100.0, and 999.5 to 1000: those take the next form. */
static void human_format(double number, bool whole, char ret[NUMBER_SIZE])
{
	const char *unit = " kMGTPE";

	if (number < 999.5 && whole) {
		snprintf(ret, NUMBER_SIZE, "%.0f", number);
		return;
	}
	for (; number >= 999.5 && unit[1]; unit++)
		number /= 1000;
	snprintf(ret, NUMBER_SIZE, number < 99.95 ? "%.1f%.*s" : "%.0f%.*s", number, *unit != ' ', unit);
}

void number_format(uint64_t count, double seconds, bool exact, char ret[NUMBER_SIZE])
{
	bool rate = seconds > 0;

	if (exact && rate)
		snprintf(ret, NUMBER_SIZE, "%.1f", (double)count / seconds);
	else if (exact)
		snprintf(ret, NUMBER_SIZE, "%" PRIu64, count);
	else if (count == 0)
		strcpy(ret, "-");
	else
		human_format(rate ? (double)count / seconds : (double)count, !rate, ret);
}

void age_format(uint64_t seconds, char ret[AGE_SIZE])
{
	static const struct {
		uint64_t seconds;
		char unit, smaller_unit;
		uint64_t smaller;
	} scales[] = {
		{86400, 'd', 'h', 3600},
		{3600, 'h', 'm', 60},
		{60, 'm', 's', 1},
	};

	for (size_t i = 0; i < sizeof(scales) / sizeof(scales[0]); i++) {
		if (seconds < scales[i].seconds)
			continue;
		snprintf(ret, AGE_SIZE, "%" PRIu64 "%c %" PRIu64 "%c", seconds / scales[i].seconds,
			 scales[i].unit, seconds % scales[i].seconds / scales[i].smaller,
			 scales[i].smaller_unit);
		return;
	}
	snprintf(ret, AGE_SIZE, "%" PRIu64 "s", seconds);
}
