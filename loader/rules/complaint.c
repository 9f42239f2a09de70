// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/complaint.h"

#include <errno.h>
#include <stdarg.h>

int complain(struct complaint *ret, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(ret->text, sizeof(ret->text), format, arguments);
	va_end(arguments);
	ret->suggestion[0] = '\0';
	return -EINVAL;
}

int complain_suggest(struct complaint *ret, const char *suggestion, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(ret->text, sizeof(ret->text), format, arguments);
	va_end(arguments);
	snprintf(ret->suggestion, sizeof(ret->suggestion), "%s", suggestion);
	return -EINVAL;
}

void complaint_diagnose(const struct complaint *complaint, struct place place, struct diagnostics *d)
{
	const char *suggestion = complaint->suggestion[0] ? complaint->suggestion : NULL;

	diagnose_suggest(d, SEVERITY_ERROR, place, suggestion, "%s", complaint->text);
}
