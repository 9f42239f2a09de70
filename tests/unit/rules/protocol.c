// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/protocol.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static int parse(const char *text, uint8_t *ret)
{
	struct complaint why;

	return protocol_parse(slice_of(text), ret, &why);
}

static void numbers_are_2_to_254_without_those_that_have_their_own_place(void **state)
{
	static const uint8_t others[] = {6, 17, 58, 43, 44, 59, 60, 135};
	char text[8];

	(void)state;
	for (int i = 0; i <= 300; i++) {
		bool good = i >= 2 && i <= 254 && !memchr(others, i, sizeof(others));
		uint8_t number = 0;

		snprintf(text, sizeof(text), "%d", i);
		assert_int_equal(parse(text, &number), good ? 0 : -EINVAL);
		assert_int_equal(number, good ? i : 0);
	}
}

static void names_are_ianas_in_lower_case(void **state)
{
	static const struct {
		const char *name;
		uint8_t number;
	} cases[] = {{"igmp", 2},   {"ipv4", 4},     {"dccp", 33},  {"3pc", 34},      {"tp++", 39},
		     {"ipv6", 41},  {"rsvp", 46},    {"gre", 47},   {"esp", 50},      {"ah", 51},
		     {"skip", 57},  {"eigrp", 88},   {"ospf", 89},  {"ospfigp", 89},  {"ax.25", 93},
		     {"ipip", 94},  {"etherip", 97}, {"pim", 103},  {"a/n", 107},     {"ipcomp", 108},
		     {"vrrp", 112}, {"l2tp", 115},   {"sctp", 132}, {"udplite", 136}, {"hip", 139},
		     {"nsh", 145}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint8_t number = 0;

		assert_int_equal(parse(cases[i].name, &number), 0);
		assert_int_equal(number, cases[i].number);
	}
}

static void every_name_is_read_as_it_is_printed(void **state)
{
	(void)state;
	for (unsigned int i = 2; i < 255; i++) {
		const char *name = protocol_name((uint8_t)i);
		uint8_t number = 0;

		if (!name || parse(name, &number) < 0)
			continue;
		assert_int_equal(number, i);
	}
	assert_string_equal(protocol_name(89), "ospf");
	assert_null(protocol_name(254));
}

static void protocols_with_ports_name_their_key(void **state)
{
	struct complaint why;
	uint8_t number;

	(void)state;
	assert_int_equal(protocol_parse(slice_of("tcp"), &number, &why), -EINVAL);
	assert_non_null(strstr(why.text, "under `tcp`"));
	assert_int_equal(protocol_parse(slice_of("17"), &number, &why), -EINVAL);
	assert_non_null(strstr(why.text, "under `udp`"));
}

static void what_has_its_own_place_is_refused_by_name_too(void **state)
{
	static const char *const names[] = {
		"icmp",	     "icmpv6",	   "ipv6-icmp", "hopopt",	   "ipv6-route",
		"ipv6-frag", "ipv6-nonxt", "ipv6-opts", "mobility header", "udp"};
	uint8_t number;

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		assert_int_equal(parse(names[i], &number), -EINVAL);
}

static void upper_case_is_shown_in_lower(void **state)
{
	struct complaint why;
	uint8_t number;

	(void)state;
	assert_int_equal(protocol_parse(slice_of("ESP"), &number, &why), -EINVAL);
	assert_string_equal(why.suggestion, "esp");
}

static void other_texts_are_no_protocols(void **state)
{
	static const char *const texts[] = {"",	    "ipsec", "047",    "-1",	      "+50",
					    "0x32", "50 ",   "esp,ah", "999999999999"};
	uint8_t number;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_int_equal(parse(texts[i], &number), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_2_to_254_without_those_that_have_their_own_place),
		cmocka_unit_test(names_are_ianas_in_lower_case),
		cmocka_unit_test(every_name_is_read_as_it_is_printed),
		cmocka_unit_test(protocols_with_ports_name_their_key),
		cmocka_unit_test(what_has_its_own_place_is_refused_by_name_too),
		cmocka_unit_test(upper_case_is_shown_in_lower),
		cmocka_unit_test(other_texts_are_no_protocols),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
