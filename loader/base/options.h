/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A command's options as a table: one row drives the parser, and the help text cannot forget one.
 */
#ifndef UCGATE_BASE_OPTIONS_H
#define UCGATE_BASE_OPTIONS_H

#include <stddef.h>
#include <stdio.h>

enum option_kind {
	OPTION_SWITCH, /* bool: true when given */
	OPTION_TEXT,   /* const char *: points into argv; twice is an error, neither may be lost */
	OPTION_CHOICE, /* int: index of the word in choices */
	OPTION_LIST,   /* struct option_list: may be given again and again; several rows may share one */
	OPTION_MAYBE, /* const char *: points into argv, `` without an argument, which needs `=` and a long form */
};

enum { OPTION_ROWS_MAX = 24, OPTION_LIST_MAX = 256 };

/* What was given, in that order; the texts are argv's. */
struct option_list {
	const char *text[OPTION_LIST_MAX];
	char letter[OPTION_LIST_MAX]; /* of the row */
	size_t count;
};

struct option_row {
	char letter;	      /* 0: long form only */
	const char *name;     /* NULL ends a table */
	const char *argument; /* as the help shows it; NULL for a switch */
	const char *help;
	enum option_kind kind;
	size_t offset; /* of the field in the structure that options_parse() fills */
	const char *const *choices;
};

/*
 * Parses argv[1..] into the fields of *ret, options and other arguments in any order; the others end up last in argv,
 * from *ret_rest on. Returns 0, or -EINVAL after saying what is wrong (log_error()).
 */
int options_parse(const struct option_row *rows, int argc, char **argv, void *ret, int *ret_rest);

/* Prints the rows as a help text does, one a line. */
void options_print(const struct option_row *rows, FILE *out);

#endif
