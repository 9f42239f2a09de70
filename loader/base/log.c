// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "base/log.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"

enum { MESSAGE_SIZE = 4096 + 512 /* a path and what is wrong with it */ };

enum level { LEVEL_ERROR, LEVEL_WARNING, LEVEL_NOTE, LEVEL_DEBUG };

static const struct {
	const char *word;
	const char *paint;   /* SGR parameters */
	const char *journal; /* sd-daemon(3): what the journal takes a level from, before a line */
} levels[] = {
	[LEVEL_ERROR] = {"error: ", "1;31", "<3>"},
	[LEVEL_WARNING] = {"warning: ", "1;35", "<4>"},
	[LEVEL_NOTE] = {"", "", "<6>"},
	[LEVEL_DEBUG] = {"", "2", "<7>"},
};

const char *const color_names[] = {"auto", "always", "never", NULL};

/* The one state of this process that is not passed along: how it talks. */
static struct {
	bool painted;
	bool verbose;
	bool journal; /* standard error is the journal's */
	char first_error[MESSAGE_SIZE];
} log_state;

bool color_wanted(enum color color, FILE *out)
{
	const char *no_color = getenv("NO_COLOR");

	if (color != COLOR_AUTO)
		return color == COLOR_ALWAYS;
	return (!no_color || !*no_color) && isatty(fileno(out));
}

/* systemd.exec(5): the variable is passed on to children, whose standard error may be another one. */
static bool journal_listens(void)
{
	const char *stream = getenv("JOURNAL_STREAM");
	unsigned long long device, inode;
	struct stat status;

	return stream && sscanf(stream, "%llu:%llu", &device, &inode) == 2 &&
	       fstat(STDERR_FILENO, &status) == 0 && status.st_dev == device && status.st_ino == inode;
}

void log_setup(enum color color, bool verbose)
{
	log_state.journal = journal_listens();
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

	if (log_state.journal)
		fputs(levels[level].journal, stderr);
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
