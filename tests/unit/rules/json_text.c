// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/json_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void what_rfc_8259_allows_is_json(void **state)
{
	static const char *const texts[] = {
		"{}",
		"[]",
		" [ ] ",
		"\t\r\n{}\r\n",
		"[1]",
		"[-0]",
		"[0.5]",
		"[1e5]",
		"[1E-05]",
		"[12.50e+1]",
		"[true,false,null]",
		"[\"\"]",
		"[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00fF\"]",
		"[\"\\ud83d\\ude00\"]",
		"{\"\":{}}",
		"{\"a\":1,\"a\":2}",
		"{\"a\" : [ {\"b\":[]} , 2 ] }",
		"[\"\x7f\xe2\x80\xa8\"]",
		"[[],[[]]]",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (!json_text_valid(slice_of(texts[i])))
			fail_msg("%s", texts[i]);
}

static void what_it_does_not_is_none(void **state)
{
	static const char *const texts[] = {
		"",
		" ",
		"{",
		"}",
		"[",
		"]",
		"[1,]",
		"[,1]",
		"{\"a\":1,}",
		"{\"a\"}",
		"{\"a\":}",
		"{a:1}",
		"{'a':1}",
		"{1:1}",
		"[1 2]",
		"[01]",
		"[-]",
		"[+1]",
		"[1.]",
		"[.5]",
		"[1e]",
		"[0x1]",
		"[NaN]",
		"[True]",
		"[nul]",
		"[truex]",
		"[\"\n\"]",
		"[\"\\x\"]",
		"[\"\\u12\"]",
		"[\"\\ud800\"]",
		"[\"\\udc00\"]",
		"[\"\\ud800\\u0041\"]",
		"[\"",
		"[\"\\\"",
		"[}",
		"{]",
		"[]]",
		"[] []",
		"{\"a\":1:2}",
		"[1:2]",
		"# c\n[]",
		"[/**/]",
		"1",
		"\"a\"",
		"true",
		"[:]",
		"{,}",
		"[\f]",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (json_text_valid(slice_of(texts[i])))
			fail_msg("%s", texts[i]);
}

static void nothing_behind_the_end_is_looked_at(void **state)
{
	static const char text[] = "{\"a\": [\"\\ud83d\\ude00\", 1.5e3, true]}";

	(void)state;
	for (size_t length = 0; length < sizeof(text) - 1; length++) {
		char *cut = malloc(length ? length : 1);

		memcpy(cut, text, length);
		assert_false(json_text_valid((struct slice){cut, length}));
		free(cut);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_rfc_8259_allows_is_json),
		cmocka_unit_test(what_it_does_not_is_none),
		cmocka_unit_test(nothing_behind_the_end_is_looked_at),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
