// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/hex.h"
#include "base/json.h"
#include "base/log.h"
#include "base/moment.h"

static void bytes_become_two_digits_each(void **state)
{
	const uint8_t bytes[] = {0x00, 0x0f, 0xa5, 0xff};
	char text[2 * sizeof(bytes) + 1];

	(void)state;
	hex_format(bytes, sizeof(bytes), text);
	assert_string_equal(text, "000fa5ff");
}

static void moments_are_told_in_utc(void **state)
{
	char text[MOMENT_SIZE];

	(void)state;
	assert_int_equal(setenv("TZ", "Asia/Tokyo", 1), 0);
	moment_format(951827696ULL * 1000000000 + 999999999, text);
	assert_string_equal(text, "2000-02-29T12:34:56Z");
}

static void moments_come_back_from_their_text(void **state)
{
	const uint64_t moment = 951827696ULL * 1000000000 + 7;
	char text[MOMENT_EXACT_SIZE];
	uint64_t read;

	(void)state;
	moment_format_exact(moment, text);
	assert_string_equal(text, "2000-02-29T12:34:56.000000007Z");
	assert_int_equal(moment_parse(text, &read), 0);
	assert_true(read == moment);
	assert_int_equal(moment_parse("2000-02-29T12:34:56.5Z", &read), 0);
	assert_true(read % 1000000000 == 500000000);
	assert_int_equal(moment_parse("2000-02-29 12:34:56Z", &read), -22);
	assert_int_equal(moment_parse("2000-02-29T12:34:56+01:00", &read), -22);
}

static void a_name_that_is_no_utf8_is_still_a_json_string(void **state)
{
	json_t *good = json_text("r\xc3\xa9gles"), *bad = json_text("r\xe9gles");

	(void)state;
	assert_string_equal(json_string_value(good), "r\xc3\xa9gles");
	assert_string_equal(json_string_value(bad), "r?gles");
	json_decref(good);
	json_decref(bad);
}

static void an_error_has_a_message_and_a_code(void **state)
{
	json_t *document = json_error_document("no", 3);
	char *text = json_dumps(document, JSON_COMPACT);

	(void)state;
	assert_string_equal(text, "{\"error\":{\"message\":\"no\",\"code\":3}}");
	free(text);
	json_decref(document);
}

static void assert_printed(const char *text, const char *expected)
{
	char *printed = NULL;
	size_t length;
	FILE *out = open_memstream(&printed, &length);

	assert_non_null(out);
	text_print(text, out);
	fclose(out);
	assert_string_equal(printed, expected);
	free(printed);
}

static void what_could_harm_a_terminal_is_escaped(void **state)
{
	(void)state;
	assert_printed("\033[31m\r\n\177", "\\x1b[31m\\x0d\\x0a\\x7f");
	assert_printed("\xc2\x9b", "\\xc2\\x9b");
	assert_printed("a\xe2\x80\xae"
		       "b",
		       "a\\xe2\\x80\\xae"
		       "b");
	assert_printed("\xe2\x81\xa6", "\\xe2\\x81\\xa6");
}

static void other_text_is_printed_as_it_is(void **state)
{
	(void)state;
	assert_printed("r\xc3\xa8gles \xe2\x82\xac", "r\xc3\xa8gles \xe2\x82\xac");
	assert_printed("\xe2", "\xe2");
	assert_printed("\xe2\x80", "\xe2\x80");
}

static void no_color_wins_over_a_terminal_and_loses_to_always(void **state)
{
	(void)state;
	assert_int_equal(setenv("NO_COLOR", "1", 1), 0);
	assert_false(color_wanted(COLOR_AUTO, stdout));
	assert_true(color_wanted(COLOR_ALWAYS, stdout));
	assert_false(color_wanted(COLOR_NEVER, stdout));
}

static void the_first_error_is_the_one_that_is_kept(void **state)
{
	(void)state;
	assert_null(log_first_error());
	log_warning("only a warning");
	assert_null(log_first_error());
	log_error("cause %d", 1);
	log_error("consequence");
	assert_string_equal(log_first_error(), "cause 1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_become_two_digits_each),
		cmocka_unit_test(moments_are_told_in_utc),
		cmocka_unit_test(moments_come_back_from_their_text),
		cmocka_unit_test(a_name_that_is_no_utf8_is_still_a_json_string),
		cmocka_unit_test(an_error_has_a_message_and_a_code),
		cmocka_unit_test(what_could_harm_a_terminal_is_escaped),
		cmocka_unit_test(other_text_is_printed_as_it_is),
		cmocka_unit_test(no_color_wins_over_a_terminal_and_loses_to_always),
		cmocka_unit_test(the_first_error_is_the_one_that_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
