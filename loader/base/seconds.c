// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "base/seconds.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int seconds_parse(const char *text, double least, double most, double *ret)
{
	char *end;
	double seconds;

	/* strtod() also takes signs, exponents, hexadecimal and infinity. */
	if (!*text || text[strspn(text, "0123456789.")])
		return -EINVAL;
	seconds = strtod(text, &end);
	if (*end || seconds < least || seconds > most)
		return -EINVAL;
	*ret = seconds;
	return 0;
}
