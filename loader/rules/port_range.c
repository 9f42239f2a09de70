// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/port_range.h"

#include <stdio.h>

#include "rules/word.h"

/* The digits without what stands before them in vain; 0: no port. */
static unsigned int zeros_stripped(struct slice text)
{
	unsigned int number;

	while (text.length > 1 && text.start[0] == '0')
		text = slice_from(text, 1);
	return slice_number(text, &number) && number <= 65535 ? number : 0;
}

static int port_complain(struct slice text, struct complaint *ret_why)
{
	char suggestion[16] = "";
	unsigned int number;

	if (slice_digits(text) && text.length > 1 && text.start[0] == '0') {
		if (zeros_stripped(text))
			snprintf(suggestion, sizeof(suggestion), "%u", zeros_stripped(text));
		return complain_suggest(
			ret_why, suggestion,
			"`%s` begins with a zero: YAML 1.1 reads that as octal, a port is decimal",
			QUOTED(text));
	}
	if (slice_digits(text))
		return complain(ret_why, "port %s is out of range: ports are 1 to 65535", QUOTED(text));
	if (word_is_sexagesimal(text))
		return complain(ret_why,
				"`%s` is a number by base 60 in YAML 1.1, and no port: a range is N-M",
				QUOTED(text));
	if (slice_number(slice_from(text, slice_has_prefix(text, "+") ? 1 : 0), &number))
		return complain(ret_why, "`%s` has a sign: a port is only digits", QUOTED(text));
	return complain(ret_why, "`%s` is no port: write N or N-M, from 1 to 65535", QUOTED(text));
}

static int port_parse(struct slice text, uint16_t *ret, struct complaint *ret_why)
{
	unsigned int number;

	if (!slice_number(text, &number) || number < 1 || number > 65535)
		return port_complain(text, ret_why);
	*ret = (uint16_t)number;
	return 0;
}

/* Without the blanks; false: they part two words, which may be two ports, or it is too long for a range. */
static bool blanks_strip(struct slice text, char ret[16])
{
	bool parted = false;
	size_t used = 0;

	for (size_t i = 0; i < text.length; i++) {
		char c = text.start[i];

		if (c == ' ' || c == '\t') {
			parted = used > 0 && ret[used - 1] != '-';
			continue;
		}
		if ((parted && c != '-') || used == 15)
			return false;
		parted = false;
		ret[used++] = c;
	}
	ret[used] = '\0';
	return true;
}

static int blanks_complain(struct slice text, struct complaint *ret_why)
{
	char joined[16];

	if (!blanks_strip(text, joined))
		return complain(ret_why, "`%s` has blanks inside: an entry is one port or one range",
				QUOTED(text));
	return complain_suggest(ret_why, joined, "`%s` has blanks inside: write a range as N-M",
				QUOTED(text));
}

int port_range_parse(struct slice text, struct port_range *ret, struct complaint *ret_why)
{
	struct port_range range = {};
	size_t dash = slice_find(text, '-');
	struct slice first = {text.start, dash}, last;
	char suggestion[16];
	int r;

	if (slice_find(text, ' ') < text.length || slice_find(text, '\t') < text.length)
		return blanks_complain(text, ret_why);
	if (dash == text.length || dash == 0 || dash == text.length - 1)
		first = last = text;
	else
		last = slice_from(text, dash + 1);
	r = port_parse(first, &range.first, ret_why);
	if (r == 0)
		r = port_parse(last, &range.last, ret_why);
	if (r < 0)
		return r;
	if (range.first > range.last) {
		snprintf(suggestion, sizeof(suggestion), "%u-%u", range.last, range.first);
		return complain_suggest(ret_why, suggestion,
					"the range `%s` is reversed: its first port is above its last",
					QUOTED(text));
	}
	*ret = range;
	return 0;
}
