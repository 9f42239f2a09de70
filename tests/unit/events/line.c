// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/events/line.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* udp 192.0.2.1:40000 > 192.0.2.10:5060, and 18 bytes of padding */
static const uint8_t frame[60] = {
	2,   0,	 0,  0,	  0, 1, 2, 0, 0,  0,  0, 2, 8,	 0,			 /* Ethernet */
	69,  0,	 0,  28,  0, 0, 0, 0, 64, 17, 0, 0, 192, 0, 2, 1, 192, 0, 2, 10, /* IPv4 */
	156, 64, 19, 196, 0, 8, 0, 0,						 /* UDP */
};

static struct sighting example(void)
{
	struct sighting sighting = {
		.time_ns = 951827696123456789,
		.interface = "wan0",
		.reason = REASON_PEER,
		.service = "sip",
		.frame = {frame, sizeof(frame), sizeof(frame)},
	};

	packet_view_read(&sighting.frame, &sighting.view);
	return sighting;
}

static char *printed(const struct sighting *sighting, bool color)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	line_print(sighting, color, out);
	fclose(out);
	return text;
}

static char *totals_printed(const struct listener_totals *totals, uint64_t shown, bool json)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	if (json)
		assert_int_equal(totals_print_json(totals, shown, out), 0);
	else
		totals_print(totals, shown, out);
	fclose(out);
	return text;
}

static void equal(char *text, const char *wanted)
{
	assert_string_equal(text, wanted);
	free(text);
}

static void a_drop_is_one_line(void **state)
{
	struct sighting sighting = example();

	(void)state;
	equal(printed(&sighting, false), "12:34:56.123456  wan0  in   drop  peer         sip       "
					 "udp 192.0.2.1:40000 > 192.0.2.10:5060, 60 bytes\n");
}

static void what_was_suppressed_is_said(void **state)
{
	struct sighting sighting = example();
	char *text;

	(void)state;
	sighting.suppressed = 1234;
	text = printed(&sighting, false);
	assert_non_null(strstr(text, ", 60 bytes, and 1234 more suppressed\n"));
	free(text);
}

static void a_packet_that_would_be_dropped_is_told_so(void **state)
{
	struct sighting sighting = example();
	char *text;

	(void)state;
	sighting.passed = true;
	sighting.outbound = true;
	sighting.service[0] = '\0';
	text = printed(&sighting, false);
	assert_non_null(strstr(text, "  out  would drop  peer         -         udp "));
	free(text);
}

static void colours_surround_the_verdict(void **state)
{
	struct sighting sighting = example();
	char *text;

	(void)state;
	text = printed(&sighting, true);
	assert_non_null(strstr(text, "\033[31mdrop\033[0m"));
	free(text);
}

static void a_name_that_moves_the_cursor_is_escaped(void **state)
{
	struct sighting sighting = example();
	char *text;

	(void)state;
	strcpy(sighting.interface, "wan\033[2J");
	text = printed(&sighting, false);
	assert_null(strchr(text, '\033'));
	free(text);
}

static void the_end_says_how_much_there_was(void **state)
{
	const struct listener_totals totals = {
		.seen = {[REASON_PEER] = 3, [REASON_BOGON] = 1},
		.left_out = {[REASON_PEER] = 100, [REASON_NOT_ALLOWED] = 20},
	};

	(void)state;
	equal(totals_printed(&totals, 3, false),
	      "3 packets shown, 1 not asked for, 120 suppressed: peer 100, not-allowed 20\n");
	equal(totals_printed(&totals, 3, true),
	      "{\"summary\":{\"shown\":3,\"seen\":4,\"suppressed\":120,\"reasons\":{"
	      "\"bogon\":{\"seen\":1,\"suppressed\":0},\"peer\":{\"seen\":3,\"suppressed\":100},"
	      "\"not-allowed\":{\"seen\":0,\"suppressed\":20}}}}\n");
}

static void nothing_is_said_as_well(void **state)
{
	const struct listener_totals totals = {};

	(void)state;
	equal(totals_printed(&totals, 0, false), "0 packets shown, 0 suppressed\n");
	equal(totals_printed(&totals, 0, true),
	      "{\"summary\":{\"shown\":0,\"seen\":0,\"suppressed\":0,\"reasons\":{}}}\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_drop_is_one_line),
		cmocka_unit_test(what_was_suppressed_is_said),
		cmocka_unit_test(a_packet_that_would_be_dropped_is_told_so),
		cmocka_unit_test(colours_surround_the_verdict),
		cmocka_unit_test(a_name_that_moves_the_cursor_is_escaped),
		cmocka_unit_test(the_end_says_how_much_there_was),
		cmocka_unit_test(nothing_is_said_as_well),
	};

	setenv("TZ", "UTC", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
