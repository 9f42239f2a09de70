// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "base/options.h"

#include <assert.h>
#include <errno.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/log.h"

enum { ROW_VALUE = 256 /* getopt_long() returns this + row: never a letter */ };

struct getopt_tables {
	struct option longs[OPTION_ROWS_MAX + 1];
	char letters[2 * OPTION_ROWS_MAX + 2];
};

static int argument_of(const struct option_row *row)
{
	switch (row->kind) {
	case OPTION_SWITCH:
		return no_argument;
	case OPTION_MAYBE:
		return optional_argument;
	default:
		return required_argument;
	}
}

static void tables_fill(const struct option_row *rows, struct getopt_tables *ret)
{
	char *letter = ret->letters;

	*letter++ = ':';
	for (int i = 0; rows[i].name; i++) {
		assert(i < OPTION_ROWS_MAX);
		ret->longs[i] = (struct option){
			.name = rows[i].name,
			.has_arg = argument_of(&rows[i]),
			.val = ROW_VALUE + i,
		};
		if (!rows[i].letter)
			continue;
		*letter++ = rows[i].letter;
		if (argument_of(&rows[i]) == required_argument)
			*letter++ = ':';
	}
}

static int row_find(const struct option_row *rows, int value)
{
	if (value >= ROW_VALUE)
		return value - ROW_VALUE;
	for (int i = 0; rows[i].name; i++)
		if (rows[i].letter == value)
			return i;
	return -1;
}

static int choice_set(const struct option_row *row, const char *word, int *ret)
{
	char known[256] = "";

	for (int i = 0; row->choices[i]; i++) {
		if (strcmp(row->choices[i], word) == 0) {
			*ret = i;
			return 0;
		}
		strncat(known, i ? ", " : "", sizeof(known) - strlen(known) - 1);
		strncat(known, row->choices[i], sizeof(known) - strlen(known) - 1);
	}
	log_error("--%s does not know '%s': it takes one of %s", row->name, word, known);
	return -EINVAL;
}

static int list_add(const struct option_row *row, const char *argument, struct option_list *list)
{
	if (list->count == OPTION_LIST_MAX) {
		log_error("--%s can be given %d times", row->name, OPTION_LIST_MAX);
		return -EINVAL;
	}
	list->text[list->count] = argument;
	list->letter[list->count++] = row->letter;
	return 0;
}

static int row_set(const struct option_row *row, const char *argument, void *ret)
{
	void *field = (char *)ret + row->offset;

	switch (row->kind) {
	case OPTION_SWITCH:
		*(bool *)field = true;
		return 0;
	case OPTION_TEXT:
		*(const char **)field = argument;
		return 0;
	case OPTION_CHOICE:
		return choice_set(row, argument, field);
	case OPTION_LIST:
		return list_add(row, argument, field);
	case OPTION_MAYBE:
		*(const char **)field = argument ? argument : "";
		return 0;
	}
	return -EINVAL;
}

/* optopt says which letter or row was wrong; 0: a long form that nobody knows, or an ambiguous one. */
static void complain(const struct option_row *rows, int error, char **argv)
{
	int row = optopt ? row_find(rows, optopt) : -1;

	if (error == ':')
		log_error("--%s needs %s", rows[row].name, rows[row].argument);
	else if (row >= 0)
		log_error("--%s takes no argument", rows[row].name);
	else if (optopt)
		log_error("unknown option '-%c'", optopt);
	else
		log_error("unknown option '%s'", argv[optind - 1]);
}

/* given: a bit for each row. */
static int row_take(const struct option_row *rows, int row, void *ret, uint32_t *given)
{
	if (rows[row].kind == OPTION_TEXT && *given >> row & 1) {
		log_error("--%s is given twice", rows[row].name);
		return -EINVAL;
	}
	*given |= 1u << row;
	return row_set(&rows[row], optarg, ret);
}

int options_parse(const struct option_row *rows, int argc, char **argv, void *ret, int *ret_rest)
{
	struct getopt_tables tables = {};
	uint32_t given = 0;
	int value;

	tables_fill(rows, &tables);
	optind = 0; /* glibc: start afresh */
	while ((value = getopt_long(argc, argv, tables.letters, tables.longs, NULL)) != -1) {
		if (value == '?' || value == ':') {
			complain(rows, value, argv);
			return -EINVAL;
		}
		if (row_take(rows, row_find(rows, value), ret, &given) < 0)
			return -EINVAL;
	}
	*ret_rest = optind;
	return 0;
}

void options_print(const struct option_row *rows, FILE *out)
{
	for (const struct option_row *row = rows; row->name; row++) {
		char left[64];

		snprintf(left, sizeof(left), "%c%c%s --%s%s%s", row->letter ? '-' : ' ',
			 row->letter ? row->letter : ' ', row->letter ? "," : " ", row->name,
			 !row->argument		     ? ""
			 : row->kind == OPTION_MAYBE ? "[="
						     : " ",
			 row->argument ? row->argument : "");
		if (row->kind == OPTION_MAYBE)
			strcat(left, "]");
		fprintf(out, "  %-28s  %s\n", left, row->help);
	}
}
