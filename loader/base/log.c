// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "base/log.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"

enum { MESSAGE_SIZE = 4096 + 512 /* a path and what is wrong with it */ };

enum level { LEVEL_ERROR, LEVEL_WARNING, LEVEL_NOTE, LEVEL_DEBUG };

static const struct {
	const char *word;
	const char *paint; /* SGR parameters */
} levels[] = {
	[LEVEL_ERROR] = {"error: ", "1;31"},
	[LEVEL_WARNING] = {"warning: ", "1;35"},
	[LEVEL_NOTE] = {"", ""},
	[LEVEL_DEBUG] = {"", "2"},
};

const char *const color_names[] = {"auto", "always", "never", NULL};

/* The one state of this process that is not passed along: how it talks. */
static struct {
	bool painted;
	bool verbose;
	char first_error[MESSAGE_SIZE];
} log_state;

bool color_wanted(enum color color, FILE *out)
{
	const char *no_color = getenv("NO_COLOR");

	if (color != COLOR_AUTO)
		return color == COLOR_ALWAYS;
	return (!no_color || !*no_color) && isatty(fileno(out));
}

void log_setup(enum color color, bool verbose)
{
	log_state.painted = color_wanted(color, stderr);
	log_state.verbose = verbose;
}

bool log_verbose(void)
{
	return log_state.verbose;
}

const char *log_first_error(void)
{
	return log_state.first_error[0] ? log_state.first_error : NULL;
}

static void say(enum level level, const char *text)
{
	bool painted = log_state.painted && levels[level].paint[0];

	fprintf(stderr, "%s: ", program_invocation_short_name);
	if (painted)
		fprintf(stderr, "\033[%sm", levels[level].paint);
	fputs(levels[level].word, stderr);
	if (painted && level != LEVEL_DEBUG)
		fputs("\033[0m", stderr);
	text_print(text, stderr);
	if (painted && level == LEVEL_DEBUG)
		fputs("\033[0m", stderr);
	fputc('\n', stderr);
	if (level == LEVEL_ERROR && !log_state.first_error[0])
		snprintf(log_state.first_error, sizeof(log_state.first_error), "%s", text);
}

#define SAY(level, format)                                           \
	do {                                                         \
		char _text[MESSAGE_SIZE];                            \
		va_list _arguments;                                  \
		va_start(_arguments, format);                        \
		vsnprintf(_text, sizeof(_text), format, _arguments); \
		va_end(_arguments);                                  \
		say(level, _text);                                   \
	} while (0)

void log_error(const char *format, ...)
{
	SAY(LEVEL_ERROR, format);
}

void log_warning(const char *format, ...)
{
	SAY(LEVEL_WARNING, format);
}

void log_note(const char *format, ...)
{
	SAY(LEVEL_NOTE, format);
}

void log_debug(const char *format, ...)
{
	if (log_state.verbose)
		SAY(LEVEL_DEBUG, format);
}

int log_errno(int error, const char *format, ...)
{
	char text[MESSAGE_SIZE];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	log_error("%s: %s", text, strerror(-error));
	return error;
}
