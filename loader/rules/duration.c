// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/duration.h"

enum { SHORTEST = 10, LONGEST = 7 * 24 * 3600 };

/* 0: no unit. */
static uint32_t unit_seconds(char unit)
{
	switch (unit) {
	case 's':
		return 1;
	case 'm':
		return 60;
	case 'h':
		return 3600;
	case 'd':
		return 24 * 3600;
	default:
		return 0;
	}
}

int duration_parse(struct slice text, uint32_t *ret_seconds, struct complaint *ret_why)
{
	struct slice number = {text.start, text.length ? text.length - 1 : 0};
	uint32_t unit = text.length ? unit_seconds(text.start[number.length]) : 0;
	char suggestion[32];
	unsigned int count;

	if (slice_digits(text) && text.length <= 6) {
		snprintf(suggestion, sizeof(suggestion), "%.*ss", (int)text.length, text.start);
		return complain_suggest(ret_why, suggestion, "`%s` has no unit: write %s for seconds",
					QUOTED(text), suggestion);
	}
	if (!unit || !slice_digits(number))
		return complain(ret_why,
				"`%s` is no duration: write one number and one unit, as 90s, 5m, 2h or 1d",
				QUOTED(text));
	if (number.length > 1 && number.start[0] == '0')
		return complain(ret_why, "the duration `%s` begins with a zero", QUOTED(text));
	if (!slice_number(number, &count) || count > LONGEST / unit || count * unit < SHORTEST)
		return complain(ret_why, "the duration %s is out of range: it is 10s to 7d", QUOTED(text));
	*ret_seconds = count * unit;
	return 0;
}
