// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/port_range.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void is_range(const char *text, unsigned int first, unsigned int last)
{
	struct port_range range;
	struct complaint why;

	assert_int_equal(port_range_parse(slice_of(text), &range, &why), 0);
	assert_int_equal(range.first, first);
	assert_int_equal(range.last, last);
}

/* suggestion NULL: none. */
static void is_wrong(const char *text, const char *word, const char *suggestion)
{
	struct port_range range = {.first = 7, .last = 8};
	struct complaint why;

	assert_int_equal(port_range_parse(slice_of(text), &range, &why), -EINVAL);
	if (!strstr(why.text, word))
		fail_msg("'%s': %s", text, why.text);
	assert_string_equal(why.suggestion, suggestion ? suggestion : "");
	assert_int_equal(range.first, 7);
}

static void ports_are_1_to_65535(void **state)
{
	(void)state;
	is_range("1", 1, 1);
	is_range("65535", 65535, 65535);
	is_wrong("0", "out of range", NULL);
	is_wrong("65536", "out of range", NULL);
	is_wrong("4294967297", "out of range", NULL);
	is_wrong("18446744073709551617", "out of range", NULL);
}

static void a_range_may_be_of_one_port(void **state)
{
	(void)state;
	is_range("1-65535", 1, 65535);
	is_range("443-443", 443, 443);
}

static void port_range_reversed_is_an_error(void **state)
{
	(void)state;
	is_wrong("65535-1024", "reversed", "1024-65535");
}

static void a_leading_zero_is_octal_to_others(void **state)
{
	(void)state;
	is_wrong("05060", "octal", "5060");
	is_wrong("00", "zero", NULL);
	is_wrong("1-010", "octal", "10");
}

static void a_number_by_base_60_is_named(void **state)
{
	(void)state;
	is_wrong("84:20", "base 60", NULL);
}

static void blanks_are_not_part_of_a_range(void **state)
{
	(void)state;
	is_wrong("1 - 2", "blanks", "1-2");
	is_wrong(" 1", "blanks", "1");
	is_wrong("1\t", "blanks", "1");
}

static void other_texts_are_no_ports(void **state)
{
	static const char *const texts[] = {"",	   "-",	  "1-",	  "-1",	 "1--2", "1-2-3",
					    "sip", "1.5", "0x50", "1e3", "1_0",	 "80,443"};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		is_wrong(texts[i], "no port", NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ports_are_1_to_65535),
		cmocka_unit_test(a_range_may_be_of_one_port),
		cmocka_unit_test(port_range_reversed_is_an_error),
		cmocka_unit_test(a_leading_zero_is_octal_to_others),
		cmocka_unit_test(a_number_by_base_60_is_named),
		cmocka_unit_test(blanks_are_not_part_of_a_range),
		cmocka_unit_test(other_texts_are_no_ports),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
