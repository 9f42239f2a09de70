/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Messages to a human, on standard error, one a line: `ucgate: error: text`. Texts have no trailing newline. Control
 * characters in them (from file names, say) are escaped. The first error is kept for `--json`.
 */
#ifndef UCGATE_BASE_LOG_H
#define UCGATE_BASE_LOG_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

enum color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

/* The words of `--color`, in the order of enum color; NULL ends them. */
extern const char *const color_names[];

/* Whether out is to be coloured: AUTO means a terminal, and that NO_COLOR is not set. */
bool color_wanted(enum color color, FILE *out);

/* Once, before the first message. */
void log_setup(enum color color, bool verbose);

void log_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_warning(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_note(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Shown with --verbose only. */
void log_debug(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Whether log_debug() says anything. */
bool log_verbose(void);

/* Logs the text and what the error means, and hands the error (-errno) back. */
int log_errno(int error, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The first error that was said; NULL: none yet. */
const char *log_first_error(void);

#endif
