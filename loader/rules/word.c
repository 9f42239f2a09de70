// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/word.h"

#include <regex.h>

enum { TYPED_MAX = 128 /* bytes; a longer number is text for all that a rule file can mean by it */ };

static const struct {
	const char *word, *type;
} words[] = {
	{"yes", "a boolean"},  {"Yes", "a boolean"},   {"YES", "a boolean"},   {"no", "a boolean"},
	{"No", "a boolean"},   {"NO", "a boolean"},    {"true", "a boolean"},  {"True", "a boolean"},
	{"TRUE", "a boolean"}, {"false", "a boolean"}, {"False", "a boolean"}, {"FALSE", "a boolean"},
	{"on", "a boolean"},   {"On", "a boolean"},    {"ON", "a boolean"},    {"off", "a boolean"},
	{"Off", "a boolean"},  {"OFF", "a boolean"},   {"", "nothing"},	       {"~", "nothing"},
	{"null", "nothing"},   {"Null", "nothing"},    {"NULL", "nothing"},    {"=", "a default"},
	{"<<", "a merge"},
};

static const struct {
	const char *pattern, *type;
} patterns[] = {
	{"[-+]?0b[01_]+", "a number"},
	{"[-+]?0x[0-9a-fA-F_]+", "a number"},
	{"[-+]?0[0-7_]+", "a number in octal"},
	{"[-+]?(0|[1-9][0-9_]*)", "a number"},
	{"[-+]?[1-9][0-9_]*(:[0-5]?[0-9])+", "a number by base 60"},
	{"[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+\\.[0-9_]*", "a number by base 60"},
	{"[-+]?([0-9][0-9_]*\\.[0-9_]*|\\.[0-9][0-9_]*)([eE][-+]?[0-9]+)?", "a number"},
	{"[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)", "a number"},
	{"[0-9]{4}-[0-9]{2}-[0-9]{2}", "a date"},
	{"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(\\.[0-9]*)?"
	 "([ \t]*(Z|[-+][0-9]{1,2}(:[0-9]{2})?))?",
	 "a time"},
};

/* The whole text, by POSIX's extended syntax. A pattern that cannot be compiled (no memory) matches nothing. */
static bool pattern_matches(const char *pattern, const char *text)
{
	regmatch_t match;
	regex_t regex;
	bool matches;

	if (regcomp(&regex, pattern, REG_EXTENDED) != 0)
		return false;
	matches = regexec(&regex, text, 1, &match, 0) == 0 && match.rm_so == 0 && !text[match.rm_eo];
	regfree(&regex);
	return matches;
}

const char *word_type(struct slice text)
{
	char copy[TYPED_MAX + 1] = "";

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (slice_is(text, words[i].word))
			return words[i].type;
	if (text.length > TYPED_MAX || !strchr("+-.0123456789", text.start[0]))
		return NULL;
	memcpy(copy, text.start, text.length);
	for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++)
		if (pattern_matches(patterns[i].pattern, copy))
			return patterns[i].type;
	return NULL;
}

/* By hand: asked of every address, and there may be a million. */
bool word_is_sexagesimal(struct slice text)
{
	size_t digits = 0, groups = 0;

	if (!text.length || text.start[0] < '1' || text.start[0] > '9')
		return false;
	for (size_t i = 0; i < text.length; i++) {
		char c = text.start[i];

		if (c == ':' && digits > 0) {
			groups++;
			digits = 0;
		} else if (c < '0' || c > '9' ||
			   (groups && (++digits > 2 || (digits == 2 && text.start[i - 1] > '5')))) {
			return false;
		} else if (!groups) {
			digits++;
		}
	}
	return groups > 0 && digits > 0;
}
