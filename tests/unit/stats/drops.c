// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/stats/drops.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* 750,000 packets of 203.0.113.9, 250,000 of 2001:db8::1; to be freed. */
static struct top *example(void)
{
	struct top *top = calloc(1, sizeof(*top));
	const struct remote loud = {4, {203, 0, 113, 9}}, calm = {6, {0x20, 1, 0x0d, 0xb8, [15] = 1}};
	const struct remote_habit sip = {REASON_NOT_ALLOWED, 17, 5060}, esp = {REASON_PROTOCOL, 50, 0};

	assert_non_null(top);
	top->seen = 100;
	top->left_out = 999900;
	sketch_add(&top->sketch, &calm, &esp, 250000);
	sketch_add(&top->sketch, &loud, &sip, 750000);
	sketch_sort(&top->sketch);
	return top;
}

static char *printed(const struct top *top, bool json, bool exact)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	if (json)
		assert_int_equal(drops_print_json(top, 10, out), 0);
	else
		assert_int_equal(drops_print(top, 10, exact, out), 0);
	fclose(out);
	return text;
}

static void the_most_come_first(void **state)
{
	struct top *top = example();
	char *text = printed(top, false, false);

	(void)state;
	assert_string_equal(
		text,
		"1.0M packets dropped in 10 s; from the 100 of them that were told of:\n"
		"REMOTE                                      PACKETS   SHARE  AT MOST -  MOSTLY            FOR\n"
		"203.0.113.9                                    750k   75.0%         -  not-allowed       udp 5060\n"
		"2001:db8::1                                    250k   25.0%         -  protocol          esp\n");
	free(text);
	free(top);
}

static void all_digits_are_to_be_had(void **state)
{
	struct top *top = example();
	char *text = printed(top, false, true);

	(void)state;
	assert_non_null(strstr(text, "1000000 packets dropped"));
	assert_non_null(strstr(text, "  750000   75.0%"));
	free(text);
	free(top);
}

static void json_says_the_same(void **state)
{
	struct top *top = example();
	char *text = printed(top, true, false);

	(void)state;
	assert_string_equal(text,
			    "{\"top\":{\"seconds\":10.0,\"packets\":1000000,\"seen\":100,\"remotes\":["
			    "{\"address\":\"203.0.113.9\",\"packets\":750000,\"error\":0,\"share\":0.75,"
			    "\"reason\":\"not-allowed\",\"protocol\":\"udp\",\"port\":5060},"
			    "{\"address\":\"2001:db8::1\",\"packets\":250000,\"error\":0,"
			    "\"share\":0.25,\"reason\":\"protocol\",\"protocol\":\"esp\","
			    "\"port\":null}]}}\n");
	free(text);
	free(top);
}

static void silence_is_one_line(void **state)
{
	struct top *top = calloc(1, sizeof(*top));
	char *text = printed(top, false, false);

	(void)state;
	assert_string_equal(text, "0 packets dropped in 10 s; from the 0 of them that were told of:\n");
	free(text);
	free(top);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_most_come_first),
		cmocka_unit_test(all_digits_are_to_be_had),
		cmocka_unit_test(json_says_the_same),
		cmocka_unit_test(silence_is_one_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
