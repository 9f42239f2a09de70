// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/range32.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"

enum { DIGIT_BITS = 16, DIGITS = 1 << DIGIT_BITS, FIRST_SHIFT = 32 };

int range32_reserve(struct range32_list *ranges, size_t more)
{
	size_t size = ranges->count + more;
	range32 *list;

	if (size <= ranges->size)
		return 0;
	list = reallocarray(ranges->list, size, sizeof(*list));
	if (!list)
		return -ENOMEM;
	ranges->list = list;
	ranges->size = size;
	return 0;
}

static unsigned int digit_of(range32 range, unsigned int shift)
{
	return range >> shift & (DIGITS - 1);
}

/* One pass of a radix sort: stable, by one digit. */
static void digit_sort(const range32 *from, range32 *to, size_t count, unsigned int shift, size_t *starts)
{
	size_t start = 0;

	memset(starts, 0, DIGITS * sizeof(*starts));
	for (size_t i = 0; i < count; i++)
		starts[digit_of(from[i], shift)]++;
	for (size_t digit = 0; digit < DIGITS; digit++) {
		size_t here = starts[digit];

		starts[digit] = start;
		start += here;
	}
	for (size_t i = 0; i < count; i++)
		to[starts[digit_of(from[i], shift)]++] = from[i];
}

static bool is_sorted(const range32 *list, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		if (list[i - 1] > list[i])
			return false;
	}
	return true;
}

/* By their first addresses. */
static int ranges_sort(range32 *list, size_t count)
{
	_cleanup_free_ range32 *other = NULL;
	_cleanup_free_ size_t *starts = NULL;

	if (is_sorted(list, count))
		return 0;
	other = malloc(count * sizeof(*other));
	starts = malloc(DIGITS * sizeof(*starts));
	if (!other || !starts)
		return -ENOMEM;
	digit_sort(list, other, count, FIRST_SHIFT, starts);
	digit_sort(other, list, count, FIRST_SHIFT + DIGIT_BITS, starts);
	return 0;
}

int range32_merge(struct range32_list *ranges, size_t from)
{
	range32 *list = ranges->list + from;
	size_t count = ranges->count - from, kept = 0;

	if (!count)
		return 0;
	if (ranges_sort(list, count) < 0)
		return -ENOMEM;
	for (size_t i = 1; i < count; i++) {
		uint32_t first = range32_first(list[i]), last = range32_last(list[kept]);

		if (first > last && first - last > 1)
			list[++kept] = list[i];
		else if (range32_last(list[i]) > last)
			list[kept] = range32_of(range32_first(list[kept]), range32_last(list[i]));
	}
	ranges->count = from + kept + 1;
	return 0;
}

void range32_free(struct range32_list *ranges)
{
	free(ranges->list);
	*ranges = (struct range32_list){0};
}
