// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "lines.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

__attribute__((format(printf, 2, 0))) static void text_append(char text[LINE_SIZE], const char *format,
							      va_list arguments)
{
	size_t length = strlen(text);

	vsnprintf(text + length, LINE_SIZE - length, format, arguments);
}

void line_begin(struct lines *lines, const char *step, const char *format, ...)
{
	struct line *line = &lines->line[lines->count];
	va_list arguments;

	if (lines->count == LINES_MAX)
		return;
	lines->count++;
	*line = (struct line){.step = step};
	va_start(arguments, format);
	text_append(line->text, format, arguments);
	va_end(arguments);
}

void line_add(struct lines *lines, const char *format, ...)
{
	va_list arguments;

	if (!lines->count)
		return;
	va_start(arguments, format);
	text_append(lines->line[lines->count - 1].text, format, arguments);
	va_end(arguments);
}
