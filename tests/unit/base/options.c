// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "base/options.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/log.h"

struct wish {
	const char *name;
	int mode;
	bool loud;
	struct option_list guests;
	const char *gift;
};

static const char *const modes[] = {"auto", "native", NULL};

static const struct option_row rows[] = {
	{'n', "name", "NAME", "a name", OPTION_TEXT, offsetof(struct wish, name), NULL},
	{0, "mode", "MODE", "a mode", OPTION_CHOICE, offsetof(struct wish, mode), modes},
	{'l', "loud", NULL, "say it aloud", OPTION_SWITCH, offsetof(struct wish, loud), NULL},
	{'g', "guest", "NAME", "a guest", OPTION_LIST, offsetof(struct wish, guests), NULL},
	{'s', "seat", "PLACE", "of the guest before it", OPTION_LIST, offsetof(struct wish, guests), NULL},
	{0, "gift", "WHAT", "a gift", OPTION_MAYBE, offsetof(struct wish, gift), NULL},
	{0, NULL, NULL, NULL, OPTION_SWITCH, 0, NULL},
};

/* No statement expression: the words must outlive the call. */
#define PARSE(wish, rest, ...)                                                           \
	options_parse(rows, 1 + (int)(sizeof((char *[]){__VA_ARGS__}) / sizeof(char *)), \
		      (char *[]){(char *)(uintptr_t) "test", __VA_ARGS__, NULL}, wish, rest)

#define WORD(text) ((char[]){text})

static void long_and_short_forms_set_the_same_fields(void **state)
{
	struct wish wish = {};
	int rest;

	(void)state;
	assert_int_equal(PARSE(&wish, &rest, WORD("-n"), WORD("wan0"), WORD("--mode=native"), WORD("-l")), 0);
	assert_string_equal(wish.name, "wan0");
	assert_int_equal(wish.mode, 1);
	assert_true(wish.loud);
	assert_int_equal(PARSE(&wish, &rest, WORD("--name"), WORD("wan1")), 0);
	assert_string_equal(wish.name, "wan1");
}

static void a_text_given_twice_is_an_error(void **state)
{
	struct wish wish = {};
	int rest;

	(void)state;
	assert_int_equal(PARSE(&wish, &rest, WORD("-n"), WORD("wan0"), WORD("--name=wan1")), -EINVAL);
	assert_int_equal(PARSE(&wish, &rest, WORD("--mode=auto"), WORD("--mode=native")), 0);
	assert_int_equal(wish.mode, 1);
}

static void what_is_no_option_is_left_over_wherever_it_stands(void **state)
{
	struct wish wish = {};
	int rest;

	(void)state;
	assert_int_equal(PARSE(&wish, &rest, WORD("surplus"), WORD("-l")), 0);
	assert_true(wish.loud);
	assert_int_equal(rest, 2);
}

static void a_missing_argument_is_an_error(void **state)
{
	struct wish wish = {};
	int rest = -1;

	(void)state;
	assert_int_equal(PARSE(&wish, &rest, WORD("--name")), -EINVAL);
	assert_int_equal(rest, -1);
	assert_string_equal(log_first_error(), "--name needs NAME");
}

static void an_unknown_option_is_an_error(void **state)
{
	struct wish wish = {};
	int rest;

	(void)state;
	assert_int_equal(PARSE(&wish, &rest, WORD("--bogus")), -EINVAL);
	assert_int_equal(PARSE(&wish, &rest, WORD("-x")), -EINVAL);
	assert_int_equal(PARSE(&wish, &rest, WORD("--loud=very")), -EINVAL);
}

static void an_unknown_choice_is_an_error(void **state)
{
	struct wish wish = {.mode = 0};
	int rest;

	(void)state;
	assert_int_equal(PARSE(&wish, &rest, WORD("--mode"), WORD("fast")), -EINVAL);
	assert_int_equal(wish.mode, 0);
}

static void a_list_keeps_the_order(void **state)
{
	struct wish wish = {};
	int rest;

	(void)state;
	assert_int_equal(PARSE(&wish, &rest, WORD("-gb"), WORD("--guest=a"), WORD("-g"), WORD("b")), 0);
	assert_int_equal(wish.guests.count, 3);
	assert_string_equal(wish.guests.text[1], "a");
}

static void rows_that_share_a_list_are_told_apart(void **state)
{
	struct wish wish = {};
	int rest;

	(void)state;
	assert_int_equal(PARSE(&wish, &rest, WORD("--seat=1"), WORD("-ga"), WORD("-s"), WORD("2")), 0);
	assert_int_equal(wish.guests.count, 3);
	assert_string_equal(wish.guests.text[2], "2");
	assert_memory_equal(wish.guests.letter, "sgs", 3);
}

static void a_longer_list_than_there_is_room_for_is_an_error(void **state)
{
	char *words[OPTION_LIST_MAX + 3] = {WORD("test")}, *word = WORD("-gx");
	struct wish wish = {};
	int rest;

	(void)state;
	for (int i = 0; i <= OPTION_LIST_MAX; i++)
		words[1 + i] = word;
	assert_int_equal(options_parse(rows, OPTION_LIST_MAX + 1, words, &wish, &rest), 0);
	wish.guests.count = 0;
	assert_int_equal(options_parse(rows, OPTION_LIST_MAX + 2, words, &wish, &rest), -EINVAL);
}

static void an_argument_may_be_left_out_where_the_row_says_so(void **state)
{
	struct wish wish = {};
	int rest;

	(void)state;
	assert_int_equal(PARSE(&wish, &rest, WORD("--gift"), WORD("book")), 0);
	assert_string_equal(wish.gift, "");
	assert_int_equal(rest, 2);
	assert_int_equal(PARSE(&wish, &rest, WORD("--gift=book")), 0);
	assert_string_equal(wish.gift, "book");
}

static void every_row_is_in_the_help(void **state)
{
	char *text = NULL;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	(void)state;
	assert_non_null(out);
	options_print(rows, out);
	fclose(out);
	assert_string_equal(text, "  -n, --name NAME               a name\n"
				  "      --mode MODE               a mode\n"
				  "  -l, --loud                    say it aloud\n"
				  "  -g, --guest NAME              a guest\n"
				  "  -s, --seat PLACE              of the guest before it\n"
				  "      --gift[=WHAT]             a gift\n");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(long_and_short_forms_set_the_same_fields),
		cmocka_unit_test(what_is_no_option_is_left_over_wherever_it_stands),
		cmocka_unit_test(a_missing_argument_is_an_error),
		cmocka_unit_test(a_text_given_twice_is_an_error),
		cmocka_unit_test(an_unknown_option_is_an_error),
		cmocka_unit_test(an_unknown_choice_is_an_error),
		cmocka_unit_test(a_list_keeps_the_order),
		cmocka_unit_test(rows_that_share_a_list_are_told_apart),
		cmocka_unit_test(a_longer_list_than_there_is_room_for_is_an_error),
		cmocka_unit_test(an_argument_may_be_left_out_where_the_row_says_so),
		cmocka_unit_test(every_row_is_in_the_help),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
