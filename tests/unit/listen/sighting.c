// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/listen/sighting.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "abi/essential.h"
#include "abi/judgement.h"

static const struct counter_names names = {.name = {[3] = "sip"}};

/* As the filter tells of `udp 192.0.2.1:40000 > 192.0.2.10:5060`. */
static struct event event_of(enum reason reason, enum concern concern, uint16_t number)
{
	static const uint8_t frame[] = {
		2,   0,	 0,  0,	  0, 1, 2, 0, 0,  0,  0, 2, 8,	 0,			 /* Ethernet */
		69,  0,	 0,  28,  0, 0, 0, 0, 64, 17, 0, 0, 192, 0, 2, 1, 192, 0, 2, 10, /* IPv4 */
		156, 64, 19, 196, 0, 8, 0, 0,						 /* UDP */
	};
	struct event event = {.at_ns = 5,
			      .suppressed = 7,
			      .length = sizeof(frame),
			      .captured = sizeof(frame),
			      .reason = reason,
			      .concern = concern,
			      .number = number};

	memcpy(event.bytes, frame, sizeof(frame));
	return event;
}

static const char *service_of(enum reason reason, enum concern concern, uint16_t number)
{
	static struct sighting sighting;
	struct event event = event_of(reason, concern, number);

	sighting_read(&event, "wan0", &names, 0, &sighting);
	return sighting.service;
}

static char *json_of(const struct sighting *sighting)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	assert_int_equal(sighting_print_json(sighting, out), 0);
	fclose(out);
	return text;
}

static void the_concern_has_a_name(void **state)
{
	(void)state;
	assert_string_equal(service_of(REASON_PEER, CONCERN_SERVICE, 3), "sip");
	assert_string_equal(service_of(REASON_FLOW, CONCERN_SERVICE, 0), "other");
	assert_string_equal(service_of(REASON_ESSENTIAL, CONCERN_ESSENTIAL, ESSENTIAL_ECHO), "echo");
	assert_string_equal(service_of(REASON_OUTBOUND, CONCERN_EXEMPT, 3), "");
	assert_string_equal(service_of(REASON_NOT_ALLOWED, CONCERN_NONE, 3), "");
}

static void a_number_that_nobody_has_is_no_name(void **state)
{
	(void)state;
	assert_string_equal(service_of(REASON_PEER, CONCERN_SERVICE, 60000), "");
	assert_string_equal(service_of(REASON_ESSENTIAL, CONCERN_ESSENTIAL, 60000), "");
}

static void time_is_of_the_wall(void **state)
{
	struct event event = event_of(REASON_BOGON, CONCERN_NONE, 0);
	struct sighting sighting;

	(void)state;
	sighting_read(&event, "wan0", &names, 1000, &sighting);
	assert_int_equal(sighting.time_ns, 1005);
}

static void a_record_that_lies_about_its_bytes_is_cut(void **state)
{
	struct event event = event_of(REASON_BOGON, CONCERN_NONE, 0);
	struct sighting sighting;

	(void)state;
	event.captured = UINT32_MAX;
	sighting_read(&event, "wan0", &names, 0, &sighting);
	assert_int_equal(sighting.frame.captured, EVENT_BYTES_MAX);
	assert_true(sighting.frame.length >= sighting.frame.captured);
}

static void a_line_of_json_has_all_of_it(void **state)
{
	struct event event = event_of(REASON_PEER, CONCERN_SERVICE, 3);
	struct sighting sighting;
	char *line;

	(void)state;
	sighting_read(&event, "wan0", &names, 1000000000, &sighting);
	line = json_of(&sighting);
	assert_string_equal(
		line, "{\"time\":\"1970-01-01T00:00:01.000000005Z\",\"interface\":\"wan0\",\"dir\":\"in\","
		      "\"verdict\":\"drop\",\"reason\":\"peer\",\"service\":\"sip\",\"would_drop\":false,"
		      "\"protocol\":\"udp\",\"src\":\"192.0.2.1\",\"sport\":40000,\"dst\":\"192.0.2.10\","
		      "\"dport\":5060,\"length\":42,\"suppressed\":7,"
		      "\"packet\":\"udp 192.0.2.1:40000 > 192.0.2.10:5060\"}\n");
	free(line);
}

static void a_line_of_json_is_read_again(void **state)
{
	struct event event = event_of(REASON_PEER, CONCERN_SERVICE, 3);
	struct sighting sighting, again;
	char *line;

	(void)state;
	event.flags = EVENT_OUTBOUND | EVENT_PASS;
	sighting_read(&event, "wan0", &names, 1000000000, &sighting);
	line = json_of(&sighting);
	assert_int_equal(sighting_parse_json(line, &again), 0);
	free(line);
	assert_int_equal(again.time_ns, sighting.time_ns);
	assert_true(again.outbound && again.passed);
	assert_int_equal(again.reason, REASON_PEER);
	assert_string_equal(again.service, "sip");
	assert_string_equal(again.interface, "wan0");
	assert_int_equal(again.suppressed, 7);
	assert_int_equal(again.frame.length, 42);
	assert_int_equal(again.view.family, 4);
	assert_int_equal(again.view.protocol, 17);
	assert_int_equal(again.view.destination_port, 5060);
	assert_memory_equal(again.view.source, sighting.view.source, 16);
}

static void what_is_no_such_line_is_refused(void **state)
{
	struct sighting sighting;

	(void)state;
	assert_int_equal(sighting_parse_json("{\"summary\":{}}", &sighting), -ENOENT);
	assert_int_equal(sighting_parse_json("{\"n\":1}", &sighting), -EINVAL);
	assert_int_equal(sighting_parse_json("[]", &sighting), -EINVAL);
	assert_int_equal(sighting_parse_json("", &sighting), -EINVAL);
}

static void a_frame_that_is_no_ip_has_no_addresses(void **state)
{
	struct event event = {.reason = REASON_ETHERTYPE, .length = 60};
	struct sighting sighting, again;
	char *line;

	(void)state;
	sighting_read(&event, "wan0", &names, 0, &sighting);
	line = json_of(&sighting);
	assert_non_null(strstr(line, "\"protocol\":null,\"src\":null,\"sport\":null"));
	assert_int_equal(sighting_parse_json(line, &again), 0);
	assert_int_equal(again.view.family, 0);
	free(line);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_concern_has_a_name),
		cmocka_unit_test(a_number_that_nobody_has_is_no_name),
		cmocka_unit_test(time_is_of_the_wall),
		cmocka_unit_test(a_record_that_lies_about_its_bytes_is_cut),
		cmocka_unit_test(a_line_of_json_has_all_of_it),
		cmocka_unit_test(a_line_of_json_is_read_again),
		cmocka_unit_test(what_is_no_such_line_is_refused),
		cmocka_unit_test(a_frame_that_is_no_ip_has_no_addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
