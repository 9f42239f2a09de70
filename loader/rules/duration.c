// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/duration.h"

enum { DAY = 24 * 3600 };

const struct duration_range duration_idle = {10, 7 * DAY, "10s to 7d"};
const struct duration_range duration_ban = {1, 3650 * DAY, "1s to 3650d"};

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
		return DAY;
	default:
		return 0;
	}
}

int duration_parse(struct slice text, const struct duration_range *range, uint32_t *ret_seconds,
		   struct complaint *ret_why)
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
	if (!slice_number(number, &count) || count > range->longest / unit || count * unit < range->shortest)
		return complain(ret_why, "the duration %s is out of range: it is %s", QUOTED(text),
				range->text);
	*ret_seconds = count * unit;
	return 0;
}
