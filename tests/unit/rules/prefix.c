// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/prefix.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "rules/address.h"

static void is_prefix(const char *text, const char *canonical)
{
	char printed[PREFIX_TEXT_SIZE];
	struct complaint why;
	struct prefix prefix;

	if (prefix_parse(slice_of(text), &prefix, &why) < 0)
		fail_msg("'%s': %s", text, why.text);
	prefix_format(&prefix, printed);
	assert_string_equal(printed, canonical);
}

static void is_wrong(const char *text, const char *word, const char *suggestion)
{
	struct complaint why;
	struct prefix prefix;

	assert_int_equal(prefix_parse(slice_of(text), &prefix, &why), -EINVAL);
	if (!strstr(why.text, word))
		fail_msg("'%s': %s", text, why.text);
	assert_string_equal(why.suggestion, suggestion ? suggestion : "");
}

static void a_bare_address_is_a_host(void **state)
{
	(void)state;
	is_prefix("192.0.2.1", "192.0.2.1/32");
	is_prefix("::1", "::1/128");
	is_prefix("2001:DB8:0::1", "2001:db8::1/128");
}

static void lengths_go_to_the_end_of_the_address(void **state)
{
	(void)state;
	is_prefix("0.0.0.0/0", "0.0.0.0/0");
	is_prefix("192.0.2.1/32", "192.0.2.1/32");
	is_prefix("128.0.0.0/1", "128.0.0.0/1");
	is_prefix("::/0", "::/0");
	is_prefix("8000::/1", "8000::/1");
	is_prefix("2001:db8::1/128", "2001:db8::1/128");
	is_wrong("10.0.0.0/33", "/33", NULL);
	is_wrong("::/129", "/129", NULL);
	is_wrong("10.0.0.0/08", "zero", NULL);
	is_wrong("10.0.0.0/", "no length", NULL);
	is_wrong("10.0.0.0/-1", "no length", NULL);
}

static void host_bits_name_the_right_prefix(void **state)
{
	(void)state;
	is_wrong("10.0.0.1/8", "host bits", "10.0.0.0/8");
	is_wrong("192.0.2.255/31", "host bits", "192.0.2.254/31");
	is_wrong("255.255.255.255/0", "host bits", "0.0.0.0/0");
	is_wrong("2001:db8::1/127", "host bits", "2001:db8::/127");
	is_wrong("ffff::/9", "host bits", "ff80::/9");
}

static void a_netmask_names_the_prefix(void **state)
{
	(void)state;
	is_wrong("10.1.2.3/255.255.0.0", "netmask", "10.1.0.0/16");
	is_wrong("10.0.0.0/255.255.255.255", "netmask", "10.0.0.0/32");
	is_wrong("10.0.0.0/255.0.255.0", "no length", NULL);
	is_wrong("10.0.0.0/0.0.0.255", "no length", NULL);
}

static void mapped_addresses_name_the_ipv4_prefix(void **state)
{
	(void)state;
	is_wrong("::ffff:192.0.2.1", "IPv4-mapped", "192.0.2.1/32");
	is_wrong("::ffff:192.0.2.0/120", "IPv4-mapped", "192.0.2.0/24");
	is_wrong("::ffff:0:0/96", "IPv4-mapped", "0.0.0.0/0");
	is_wrong("::ffff:192.0.2.1/112", "IPv4-mapped", "192.0.0.0/16");
	is_prefix("::192.0.2.1", "::192.0.2.1/128");
	is_prefix("64:ff9b::192.0.2.1", "64:ff9b::c000:201/128");
}

static void zone_ids_and_blanks_are_named(void **state)
{
	(void)state;
	is_wrong("fe80::1%eth0", "zone id", NULL);
	is_wrong("fe80::%1/64", "zone id", NULL);
	is_wrong("10.0.0.0 /8", "blanks", NULL);
	is_wrong("10.0.0.0/ 8", "blanks", NULL);
	is_wrong(" 10.0.0.1", "blanks", NULL);
}

static void other_texts_are_no_addresses(void **state)
{
	static const char *const texts[] = {"",
					    "/",
					    "/8",
					    "a",
					    "10.0.0",
					    "10.0.0.256",
					    "10.0.0.01",
					    "1.2.3.4.5",
					    "1::2::3",
					    ":",
					    ":::",
					    "12345::",
					    "1:2:3:4:5:6:7",
					    "1:2:3:4:5:6:7:8:9",
					    "[::1]",
					    "any",
					    "1.2.3.4-1.2.3.9",
					    "::1.2.3",
					    "0x7f.0.0.1"};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		is_wrong(texts[i], "address", NULL);
	is_wrong("10", "all four", NULL);
}

static void a_failure_leaves_the_result_alone(void **state)
{
	struct prefix prefix = {.family = 9};
	struct complaint why;

	(void)state;
	assert_int_equal(prefix_parse(slice_of("10.0.0.1/8"), &prefix, &why), -EINVAL);
	assert_int_equal(prefix.family, 9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bare_address_is_a_host),
		cmocka_unit_test(lengths_go_to_the_end_of_the_address),
		cmocka_unit_test(host_bits_name_the_right_prefix),
		cmocka_unit_test(a_netmask_names_the_prefix),
		cmocka_unit_test(mapped_addresses_name_the_ipv4_prefix),
		cmocka_unit_test(zone_ids_and_blanks_are_named),
		cmocka_unit_test(other_texts_are_no_addresses),
		cmocka_unit_test(a_failure_leaves_the_result_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
