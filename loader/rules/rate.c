// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/rate.h"

enum { RATE_MAX = 10000000 };

static int packets_parse(struct slice text, const char *what, uint32_t *ret, struct complaint *ret_why)
{
	unsigned int number;

	if (!slice_digits(text))
		return complain(ret_why, "`%s` is no %s: write a number", QUOTED(text), what);
	if (text.length > 1 && text.start[0] == '0')
		return complain(ret_why, "the %s `%s` begins with a zero", what, QUOTED(text));
	if (!slice_number(text, &number) || number < 1 || number > RATE_MAX)
		return complain(ret_why, "the %s %s is out of range: it is 1 to 10000000", what,
				QUOTED(text));
	*ret = number;
	return 0;
}

static int period_parse(struct slice text, struct slice rate, uint32_t *ret, struct complaint *ret_why)
{
	if (slice_is(text, "s"))
		*ret = 1;
	else if (slice_is(text, "m"))
		*ret = 60;
	else if (slice_find(rate, ' ') < rate.length)
		return complain(
			ret_why,
			"`%s` is no rate: only `burst N` may follow the unit, with one blank before and in it",
			QUOTED(rate));
	else
		return complain(ret_why,
				"`%s` is no rate: packets are counted a second or a minute, as 50/s or 600/m",
				QUOTED(rate));
	return 0;
}

static int rate_complain(struct slice text, struct complaint *ret_why)
{
	char suggestion[32];

	if (!slice_digits(text) || text.length > 10)
		return complain(ret_why, "`%s` is no rate: write 50/s, 600/m or 50/s burst 100",
				QUOTED(text));
	snprintf(suggestion, sizeof(suggestion), "%.*s/s", (int)text.length, text.start);
	return complain_suggest(ret_why, suggestion,
				"`%s` is no rate: a second or a minute? Write %s or %.*s/m", QUOTED(text),
				suggestion, (int)text.length, text.start);
}

/* Cuts `NUMBER/UNIT burst NUMBER` in two; one blank, or one tab, on each side of the word. */
static struct slice burst_cut(struct slice *text)
{
	static const char word[] = "burst";
	size_t space = slice_find(*text, ' '), tab = slice_find(*text, '\t');
	struct slice rest, none = {};

	space = space < tab ? space : tab;
	if (space == text->length)
		return none;
	rest = slice_from(*text, space + 1);
	if (!slice_has_prefix(rest, word) || rest.length <= sizeof(word))
		return none;
	if (rest.start[sizeof(word) - 1] != ' ' && rest.start[sizeof(word) - 1] != '\t')
		return none;
	text->length = space;
	return slice_from(rest, sizeof(word));
}

int rate_parse(struct slice text, struct rate *ret, struct complaint *ret_why)
{
	struct slice whole = text, burst = burst_cut(&text);
	size_t slash = slice_find(text, '/');
	struct rate rate = {};
	int r;

	if (slash == 0 || slash == text.length)
		return rate_complain(whole, ret_why);
	r = packets_parse((struct slice){text.start, slash}, "rate", &rate.packets, ret_why);
	if (r == 0)
		r = period_parse(slice_from(text, slash + 1), whole, &rate.period_s, ret_why);
	rate.burst = rate.packets;
	if (r == 0 && burst.start)
		r = packets_parse(burst, "burst", &rate.burst, ret_why);
	if (r < 0)
		return r;
	*ret = rate;
	return 0;
}
