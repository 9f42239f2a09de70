// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/slice.h"

#include <limits.h>
#include <stdint.h>

#include "rules/utf8.h"

enum { QUOTE_COLUMNS = 60 };

const char *slice_quote(struct slice slice, char ret[QUOTE_SIZE])
{
	char shown[UTF8_SHOWN_SIZE];
	size_t used = 0, columns = 0, width, cut = 0;

	for (size_t i = 0; i < slice.length;) {
		i += utf8_show(slice.start + i, slice.length - i, shown, &width);
		columns += width;
		if (columns > QUOTE_COLUMNS) {
			strcpy(ret + cut, "...");
			return ret;
		}
		memcpy(ret + used, shown, strlen(shown));
		used += strlen(shown);
		if (columns <= QUOTE_COLUMNS - 3)
			cut = used;
	}
	ret[used] = '\0';
	return ret;
}

bool slice_digits(struct slice slice)
{
	for (size_t i = 0; i < slice.length; i++)
		if (slice.start[i] < '0' || slice.start[i] > '9')
			return false;
	return slice.length > 0;
}

bool slice_number(struct slice slice, unsigned int *ret)
{
	uint64_t number = 0;

	if (!slice_digits(slice) || slice.length > 10 || (slice.start[0] == '0' && slice.length > 1))
		return false;
	for (size_t i = 0; i < slice.length; i++)
		number = number * 10 + (uint64_t)(slice.start[i] - '0');
	if (number > UINT_MAX)
		return false;
	*ret = (unsigned int)number;
	return true;
}

char *slice_dup(struct slice slice)
{
	return strndup(slice.start ? slice.start : "", slice.length);
}
