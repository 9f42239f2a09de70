// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/nearest.h"

enum { LONGEST = 32 };

static char letter_fold(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (char)(c - 'A' + 'a');
	return c == '-' ? '_' : c;
}

static unsigned int least(unsigned int a, unsigned int b)
{
	return a < b ? a : b;
}

/* Optimal string alignment; both words are at most LONGEST letters. */
static unsigned int mistakes_count(const char *a, size_t a_length, const char *b, size_t b_length)
{
	unsigned int cost[LONGEST + 1][LONGEST + 1];

	for (size_t i = 0; i <= a_length; i++)
		cost[i][0] = (unsigned int)i;
	for (size_t j = 0; j <= b_length; j++)
		cost[0][j] = (unsigned int)j;
	for (size_t i = 1; i <= a_length; i++) {
		for (size_t j = 1; j <= b_length; j++) {
			cost[i][j] = least(cost[i - 1][j], cost[i][j - 1]) + 1;
			cost[i][j] = least(cost[i][j], cost[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				cost[i][j] = least(cost[i][j], cost[i - 2][j - 2] + 1);
		}
	}
	return cost[a_length][b_length];
}

static bool letters_in(struct slice part, struct slice whole)
{
	return part.length >= 3 && memmem(whole.start, whole.length, part.start, part.length);
}

unsigned int word_distance(struct slice word, const char *known)
{
	struct slice other = slice_of(known), folded;
	char letters[LONGEST];
	unsigned int mistakes;

	if (!word.length || word.length > LONGEST || other.length > LONGEST)
		return NEAREST_FAR;
	for (size_t i = 0; i < word.length; i++)
		letters[i] = letter_fold(word.start[i]);
	folded = (struct slice){letters, word.length};
	mistakes = mistakes_count(letters, word.length, known, other.length);
	if (mistakes <= 1 + least((unsigned int)word.length, (unsigned int)other.length) / 4)
		return mistakes;
	if (letters_in(folded, other) || letters_in(other, folded))
		return LONGEST;
	return NEAREST_FAR;
}
