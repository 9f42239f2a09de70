// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/stats/flows.h"

#include "cleanup.h"
#include "tests/unit/metrics/example.h"

#define S 1000000000ull

enum { FLOWS = 5 };

/* Used now, expired by its service's timeout, closing, of a service that is gone, an echo. */
static struct flow_entry entries[FLOWS] = {
	{4,
	 {.local = {.low = 0xc000020a},
	  .peer = {.low = 0xc6336407},
	  .local_port = 40112,
	  .peer_port = 7000,
	  .protocol = 17},
	 {.last_ns = 999 * S, .counter = 7, .state = FLOW_ANSWERED}},
	{4,
	 {.local = {.low = 0xc000020a},
	  .peer = {.low = 0xc6336407},
	  .local_port = 40113,
	  .peer_port = 7001,
	  .protocol = 17},
	 {.last_ns = 909 * S, .counter = 7}},
	{6,
	 {.local = {0x20010db800000000, 0x10},
	  .peer = {0x20010db800000000, 1},
	  .local_port = 51002,
	  .peer_port = 443,
	  .protocol = 6},
	 {.last_ns = 995 * S, .service = FLOW_OTHER, .state = FLOW_ANSWERED | FLOW_CLOSING}},
	{4,
	 {.local = {.low = 0xc000020a}, .peer = {.low = 0xc6336407}, .protocol = 50},
	 {.last_ns = 999 * S, .counter = 3}},
	{4,
	 {.local = {.low = 0xc000020a}, .peer = {.low = 0xc6336407}, .local_port = 77, .protocol = 1},
	 {.last_ns = 2000 * S, .service = FLOW_OTHER, .state = FLOW_ANSWERED}},
};

static char *printed(bool json)
{
	struct flow_list flows = {entries, FLOWS};
	_cleanup_free_ struct rules *rules = calloc(1, sizeof(*rules));
	_cleanup_free_ struct counter_names *names = calloc(1, sizeof(*names));
	struct flow_view view = {"wan0", &flows, rules, names, 1000 * S};

	assert_non_null(rules);
	assert_non_null(names);
	rules->header.services = 1;
	rules->counter[0] = 7;
	rules->service[0].timeout_s = 90;
	strcpy(names->name[7], "rtp");
	strcpy(names->name[3], "vpn");
	return RENDERED(flows_print(&view, json, out));
}

static void flows_are_lines_for_people(void **state)
{
	_cleanup_free_ char *text = printed(false);

	(void)state;
	assert_string_equal(
		text,
		"wan0: 5 flows\n"
		"PROTOCOL  LOCAL                     PEER                      SERVICE       IDLE      STATE\n"
		"udp       192.0.2.10:40112          198.51.100.7:7000         rtp           1s        answered\n"
		"udp       192.0.2.10:40113          198.51.100.7:7001         rtp           1m 31s    expired\n"
		"tcp       [2001:db8::10]:51002      [2001:db8::1]:443         other         5s        closing\n"
		"esp       192.0.2.10:0              198.51.100.7:0            vpn           1s        unanswered\n"
		"icmp      192.0.2.10:77             198.51.100.7:0            echo          0s        answered\n");
}

static void flows_are_objects_a_line_in_json(void **state)
{
	_cleanup_free_ char *text = printed(true);
	static const char first[] =
		"{\"interface\":\"wan0\",\"protocol\":\"udp\",\"local\":\"192.0.2.10\",\"local_port\":40112,"
		"\"peer\":\"198.51.100.7\",\"peer_port\":7000,\"service\":\"rtp\",\"idle_s\":1,"
		"\"state\":\"answered\"}\n";
	int lines = 0;

	(void)state;
	assert_memory_equal(text, first, strlen(first));
	for (const char *at = text; *at; at++)
		lines += *at == '\n';
	assert_int_equal(lines, FLOWS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(flows_are_lines_for_people),
		cmocka_unit_test(flows_are_objects_a_line_in_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
