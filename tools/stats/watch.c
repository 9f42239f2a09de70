// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "watch.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "cleanup.h"
#include "history.h"
#include "live.h"

#define NS_PER_S 1000000000ll

enum { COLUMNS_UNKNOWN = 80, LINES_UNKNOWN = 24 };

#define CURSOR_HOME "\033[H"
#define CLEAR_ALL   "\033[2J"
#define CLEAR_LINE  "\033[K"
#define CLEAR_BELOW "\033[J"

/* What is on the screen, and what it takes to draw it again. */
struct screen {
	struct live_view view;
	struct history history;
	struct report now, before, change; /* the last look, the one before, and what was added in between */
	sigset_t resized;
	bool dirty; /* something else is there, or was drawn in another size */
};

static void screen_free(struct screen *screen)
{
	history_free(&screen->history);
	report_free(&screen->now);
	report_free(&screen->before);
	report_free(&screen->change);
}

bool watch_possible(void)
{
	const char *terminal = getenv("TERM");

	return isatty(STDOUT_FILENO) && terminal && *terminal && strcmp(terminal, "dumb") != 0;
}

/* One line is left free: a newline in the last one would scroll, and there the cursor waits. */
static void size_take(struct live_view *view)
{
	struct winsize size;
	bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col && size.ws_row;

	view->width = known ? size.ws_col : COLUMNS_UNKNOWN;
	view->height = (known ? size.ws_row : LINES_UNKNOWN) - 1u;
}

/* Over what is there, line by line, so that nothing flickers. */
static int text_draw(const char *text, bool clear)
{
	fputs(clear ? CURSOR_HOME CLEAR_ALL : CURSOR_HOME, stdout);
	for (; *text; text++) {
		if (*text == '\n')
			fputs(CLEAR_LINE, stdout);
		fputc(*text, stdout);
	}
	fputs(CLEAR_BELOW, stdout);
	return fflush(stdout) == EOF || ferror(stdout) ? -EIO : 0;
}

static int screen_draw(struct screen *screen)
{
	_cleanup_free_ char *text = NULL;
	size_t length;
	FILE *out = open_memstream(&text, &length);
	int r;

	if (!out)
		return -ENOMEM;
	size_take(&screen->view);
	r = render_live(&screen->view, out);
	if (fclose(out) == EOF)
		return -ENOMEM;
	if (r == 0)
		r = text_draw(text, screen->dirty);
	screen->dirty = false;
	return r;
}

static int64_t clock_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * NS_PER_S + now.tv_nsec;
}

static int screen_keep(struct screen *screen, int64_t until_ns)
{
	for (int64_t left; (left = until_ns - clock_ns()) > 0;) {
		const struct timespec timeout = {.tv_sec = left / NS_PER_S, .tv_nsec = left % NS_PER_S};
		int r;

		if (sigtimedwait(&screen->resized, NULL, &timeout) != SIGWINCH)
			continue;
		screen->dirty = true;
		r = screen_draw(screen);
		if (r < 0)
			return r;
	}
	return 0;
}

/* Takes a look. Returns 0, -ENOENT when nothing is attached, or another -errno. */
static int screen_look(struct screen *screen, const char *interface)
{
	int r;

	report_free(&screen->before);
	report_free(&screen->change);
	screen->before = screen->now;
	r = report_read(&interface, interface ? 1 : 0, &screen->now);
	if (r < 0)
		return r;
	if (!report_attached(&screen->now))
		return -ENOENT;
	if (screen->before.count)
		r = report_change(&screen->now, &screen->before, &screen->change);
	screen->view.now = &screen->now;
	screen->view.change = screen->change.seconds > 0 ? &screen->change : NULL;
	if (r == 0 && screen->view.change)
		r = history_add(&screen->history, &screen->change);
	return r;
}

static void screen_prepare(struct screen *screen, const struct watch *watch)
{
	screen->view = (struct live_view){
		.history = &screen->history,
		.interval_s = watch->interval_s,
		.color = watch->color,
		.unicode = setlocale(LC_CTYPE, "") && strcmp(nl_langinfo(CODESET), "UTF-8") == 0,
		.exact = watch->exact,
	};
	screen->dirty = true;
	sigemptyset(&screen->resized);
	sigaddset(&screen->resized, SIGWINCH);
	sigprocmask(SIG_BLOCK, &screen->resized, NULL);
}

int watch_run(const struct watch *watch)
{
	_cleanup_(screen_free) struct screen screen = {};
	int64_t until_ns = clock_ns();
	int r = 0;

	screen_prepare(&screen, watch);
	while (r == 0) {
		r = screen_look(&screen, watch->interface);
		if (r == 0)
			r = screen_draw(&screen);
		until_ns += (int64_t)(watch->interval_s * (double)NS_PER_S);
		if (r == 0)
			r = screen_keep(&screen, until_ns);
	}
	return r;
}
