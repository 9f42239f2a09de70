// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cleanup.h"
#include "rules/classify.h"
#include "rules/ssh.h"
#include "tests/harness/ruleset.h"

/* Lint says exactly this: each message with its level, a line each, in the order of the checks. */
static void lint_expect(struct ruleset *ruleset, const char *connection, const char *wanted)
{
	static const char *const levels[] = {"error", "warning", "note"};
	struct diagnostics d = {0};
	struct ssh_session ssh;
	char said[4096] = "";

	if (connection)
		assert_true(ssh_session_parse(connection, &ssh));
	ruleset_lint(ruleset, connection ? &ssh : NULL, &d);
	for (size_t i = 0; i < d.count; i++)
		snprintf(said + strlen(said), sizeof(said) - strlen(said), "%s: %s\n",
			 levels[d.list[i].severity], d.list[i].text);
	assert_string_equal(said, wanted);
	diagnostics_free(&d);
	ruleset_free(ruleset);
}

/* --- services that earlier services leave nothing to --- */

static void a_service_whose_ports_are_taken_is_never_reached(void **state)
{
	struct ruleset ruleset;

	(void)state;
	ruleset_begin(&ruleset);
	ruleset_add(&ruleset, "web", "400-500", NULL, NULL);
	ruleset_add(&ruleset, "tls", "443", NULL, NULL);
	lint_expect(&ruleset, NULL, "warning: service tls is never reached: TCP 443 already taken by web\n");
}

static void some_taken_ports_are_a_note(void **state)
{
	struct ruleset ruleset;

	(void)state;
	ruleset_begin(&ruleset);
	ruleset_add(&ruleset, "tls", "443", NULL, NULL);
	ruleset_add(&ruleset, "xmpp", "443 5222-5223", NULL, NULL);
	lint_expect(&ruleset, NULL, "note: service xmpp: TCP 443 already taken by tls\n");
}

static void several_services_take_together(void **state)
{
	struct ruleset ruleset;

	(void)state;
	ruleset_begin(&ruleset);
	ruleset_add(&ruleset, "sip", NULL, "5060", NULL);
	ruleset_add(&ruleset, "tls", "443", NULL, NULL);
	ruleset_add(&ruleset, "all", "443", "5060", NULL);
	lint_expect(
		&ruleset, NULL,
		"warning: service all is never reached: TCP 443 already taken by tls; UDP 5060 already taken by sip\n");
}

static void narrow_before_wide_is_fine(void **state)
{
	struct ruleset ruleset;

	(void)state;
	ruleset_begin(&ruleset);
	ruleset_add(&ruleset, "apns", "443", NULL, "17.0.0.0/8");
	ruleset_add(&ruleset, "tls", "443", NULL, NULL);
	lint_expect(&ruleset, NULL, "");
}

static void peers_inside_earlier_peers_are_taken(void **state)
{
	struct ruleset ruleset;

	(void)state;
	ruleset_begin(&ruleset);
	ruleset_add(&ruleset, "wide", "443", NULL, "198.51.0.0/16 2001:db8::/32");
	ruleset_add(&ruleset, "narrow", "443", NULL, "198.51.100.0/24");
	lint_expect(&ruleset, NULL,
		    "warning: service narrow is never reached: TCP 443 already taken by wide\n");
}

static void a_family_of_its_own_is_not_taken(void **state)
{
	struct ruleset ruleset;

	(void)state;
	ruleset_begin(&ruleset);
	ruleset_add(&ruleset, "four", "443", NULL, "198.51.0.0/16");
	ruleset_add(&ruleset, "both", "443", NULL, "198.51.100.0/24 2001:db8::/32");
	lint_expect(&ruleset, NULL, "");
}

static void peers_are_taken_by_halves(void **state)
{
	struct ruleset ruleset;

	(void)state;
	ruleset_begin(&ruleset);
	ruleset_add(&ruleset, "low", "443", NULL, "198.51.100.0/25");
	ruleset_add(&ruleset, "high", "443", NULL, "198.51.100.128/25");
	ruleset_add(&ruleset, "whole", "443", NULL, "198.51.100.0/24");
	lint_expect(&ruleset, NULL,
		    "warning: service whole is never reached: TCP 443 already taken by low and high\n");
}

static void local_addresses_count_like_peers(void **state)
{
	struct ruleset ruleset;

	(void)state;
	ruleset_begin(&ruleset);
	prefixes_add(&ruleset_add(&ruleset, "here", "443", NULL, NULL)->local, "192.0.2.10");
	ruleset_add(&ruleset, "anywhere", "443", NULL, NULL);
	prefixes_add(&ruleset_add(&ruleset, "again", "443", NULL, "203.0.113.0/24")->local, "192.0.2.10");
	lint_expect(&ruleset, NULL,
		    "warning: service again is never reached: TCP 443 already taken by here\n");
}

static void peers_and_local_are_taken_as_a_box(void **state)
{
	struct ruleset ruleset;

	(void)state;
	/* One takes all of the peers, the other all of the local addresses: the corner stays free. */
	ruleset_begin(&ruleset);
	prefixes_add(&ruleset_add(&ruleset, "a", "443", NULL, "198.51.100.0/24")->local, "192.0.2.0/25");
	prefixes_add(&ruleset_add(&ruleset, "b", "443", NULL, "198.51.100.0/25")->local, "192.0.2.0/24");
	prefixes_add(&ruleset_add(&ruleset, "c", "443", NULL, "198.51.100.0/24")->local, "192.0.2.0/24");
	lint_expect(&ruleset, NULL, "");
}

static void a_direction_of_its_own_is_not_taken(void **state)
{
	struct ruleset ruleset;

	(void)state;
	ruleset_begin(&ruleset);
	ruleset_add(&ruleset, "server", "443", NULL, NULL)->direction = DIRECTION_IN;
	ruleset_add(&ruleset, "tls", "443", NULL, NULL);
	lint_expect(&ruleset, NULL, "");
}

static void both_directions_are_taken_by_two_services(void **state)
{
	struct ruleset ruleset;

	(void)state;
	ruleset_begin(&ruleset);
	ruleset_add(&ruleset, "server", "443", NULL, NULL)->direction = DIRECTION_IN;
	ruleset_add(&ruleset, "client", "443", NULL, NULL)->direction = DIRECTION_OUT;
	ruleset_add(&ruleset, "tls", "443", NULL, NULL);
	lint_expect(&ruleset, NULL,
		    "warning: service tls is never reached: TCP 443 already taken by server and client\n");
}

static void a_protocol_of_its_own_is_not_taken(void **state)
{
	struct ruleset ruleset;

	(void)state;
	ruleset_begin(&ruleset);
	ruleset_add(&ruleset, "tcp", "5060", NULL, NULL);
	ruleset_add(&ruleset, "udp", NULL, "5060", NULL);
	lint_expect(&ruleset, NULL, "");
}

static void protocols_without_ports_are_taken(void **state)
{
	struct ruleset ruleset;

	(void)state;
	ruleset_begin(&ruleset);
	protocols_add(ruleset_add(&ruleset, "vpn", NULL, NULL, NULL), "47 50");
	protocols_add(ruleset_add(&ruleset, "gre", "1723", NULL, NULL), "47");
	lint_expect(&ruleset, NULL, "note: service gre: protocol gre already taken by vpn\n");
}

static void a_dynamic_range_does_not_take_a_server(void **state)
{
	struct ruleset ruleset;

	(void)state;
	ruleset_begin(&ruleset);
	ruleset_add(&ruleset, "rtp", NULL, "1024-65535", NULL)->dynamic = true;
	ruleset_add(&ruleset, "sip", NULL, "5060", NULL);
	lint_expect(&ruleset, NULL, "");
}

static void a_dynamic_range_loses_its_peers_ports(void **state)
{
	struct ruleset ruleset;

	(void)state;
	ruleset_begin(&ruleset);
	ruleset_add(&ruleset, "sip", NULL, "5060-5061 5100", NULL);
	ruleset_add(&ruleset, "zoom", NULL, "8801-8802", NULL);
	ruleset_add(&ruleset, "rtp", NULL, "1024-65535", NULL)->dynamic = true;
	lint_expect(
		&ruleset, NULL,
		"note: service rtp: UDP 5060-5061, 5100 already taken by sip; UDP 8801-8802 already taken by zoom\n");
}

static void a_dynamic_range_takes_from_a_later_one(void **state)
{
	struct ruleset ruleset;

	(void)state;
	ruleset_begin(&ruleset);
	ruleset_add(&ruleset, "rtp", NULL, "1024-65535", NULL)->dynamic = true;
	ruleset_add(&ruleset, "t38", NULL, "4000-5000", NULL)->dynamic = true;
	ruleset_add(&ruleset, "low", NULL, "1000-5000", NULL)->dynamic = true;
	lint_expect(&ruleset, NULL,
		    "warning: service t38 is never reached: UDP 4000-5000 already taken by rtp\n");
}

static void local_ports_leave_room_for_others(void **state)
{
	struct ruleset ruleset;

	(void)state;
	ruleset_begin(&ruleset);
	ports_add(&ruleset_add(&ruleset, "a", "443", NULL, NULL)->local_ports, "1024-65535");
	ruleset_add(&ruleset, "b", "443", NULL, NULL);
	ruleset.services[0].direction = DIRECTION_OUT;
	ruleset.services[1].direction = DIRECTION_OUT;
	lint_expect(&ruleset, NULL, "");
}

/* The services that lint calls never reached, a bit each. */
static uint64_t unreachable(const struct ruleset *ruleset)
{
	struct diagnostics d = {0};
	uint64_t services = 0;

	ruleset_lint(ruleset, NULL, &d);
	for (size_t i = 0; i < d.count; i++) {
		unsigned int number;
		int end = 0;

		if (sscanf(d.list[i].text, "service s%u is never reached:%n", &number, &end) == 1 && end)
			services |= (uint64_t)1 << number;
	}
	diagnostics_free(&d);
	return services;
}

static void packet_roll(struct dice *dice, const struct ruleset *ruleset, struct inbound *ret)
{
	static const uint8_t protocols[] = {IPPROTO_TCP, IPPROTO_UDP, IPPROTO_GRE, IPPROTO_ESP};

	*ret = (struct inbound){
		.family = dice_one_in(dice, 3) ? 6 : 4,
		.protocol = dice_pick(dice, protocols),
		.source_port = port_roll(dice, ruleset),
		.destination_port = port_roll(dice, ruleset),
		.ack_or_rst = dice_one_in(dice, 2),
	};
	address_roll(dice, ruleset, ret->family, ret->source);
	address_roll(dice, ruleset, ret->family, ret->destination);
}

static void what_is_never_reached_gets_no_packet(void **state)
{
	struct dice dice = {.state = 4711};
	unsigned int found = 0;

	(void)state;
	for (int set = 0; set < 100; set++) {
		_cleanup_(ruleset_free) struct ruleset ruleset = {0};
		_cleanup_free_ struct rules *rules = NULL;
		struct diagnostics d = {0};
		uint64_t services;

		ruleset_roll(&dice, &ruleset);
		services = unreachable(&ruleset);
		found += (unsigned int)__builtin_popcountll(services);
		assert_int_equal(ruleset_compile(&ruleset, &d, &rules), 0);
		for (int i = 0; services && i < 800; i++) {
			struct inbound packet;
			int service;

			packet_roll(&dice, &ruleset, &packet);
			service = classify_inbound(rules, &packet);
			assert_false(service >= 0 && services >> service & 1);
		}
	}
	/* Enough of them, or nothing has been tried. */
	assert_true(found >= 30);
}

/* --- the other warnings --- */

static void a_wide_udp_entry_is_a_warning(void **state)
{
	struct ruleset ruleset;

	(void)state;
	ruleset_begin(&ruleset);
	ruleset_add(&ruleset, "rtp", NULL, "10000-11000", NULL);
	lint_expect(
		&ruleset, NULL,
		"warning: service rtp opens 1001 UDP ports to unasked packets: `dynamic: true` opens only those in use\n");
	ruleset_begin(&ruleset);
	ruleset_add(&ruleset, "rtp", "1024-65535", "10000-10999 20000-20999", NULL);
	lint_expect(&ruleset, NULL, "");
	ruleset_begin(&ruleset);
	ruleset_add(&ruleset, "rtp", NULL, "1024-65535", NULL)->direction = DIRECTION_OUT;
	lint_expect(&ruleset, NULL, "");
}

static void tcp_53_without_udp_53_is_a_warning(void **state)
{
	static const char *const warning =
		"warning: TCP/53 without UDP/53: names are asked for over UDP first, without it most lookups fail\n";
	struct ruleset ruleset;

	(void)state;
	ruleset_begin(&ruleset);
	ruleset_add(&ruleset, "dns", "1-100", NULL, NULL);
	lint_expect(&ruleset, NULL, warning);
	ruleset_begin(&ruleset);
	ruleset_add(&ruleset, "dns", "53", NULL, NULL);
	ruleset_add(&ruleset, "rtp", NULL, "1-65535", NULL)->dynamic = true;
	lint_expect(&ruleset, NULL, warning);
	ruleset_begin(&ruleset);
	ruleset_add(&ruleset, "dns", "53", NULL, NULL);
	ruleset_add(&ruleset, "dns-udp", NULL, "53", NULL)->direction = DIRECTION_OUT;
	lint_expect(&ruleset, NULL, "");
}

static void no_state_is_a_warning(void **state)
{
	struct ruleset ruleset;

	(void)state;
	ruleset_begin(&ruleset);
	ruleset.state = STATE_NONE;
	lint_expect(
		&ruleset, NULL,
		"warning: `state: none` is a stateless ACL: whoever sends from a listed port gets in, asked or not, and `dynamic` ranges are open\n");
}

static void each_essential_switched_off_is_a_warning(void **state)
{
	struct ruleset ruleset;

	(void)state;
	ruleset_begin(&ruleset);
	ruleset.essentials &= (uint16_t) ~(1 << ESSENTIAL_ARP | 1 << ESSENTIAL_ICMP_ERROR);
	lint_expect(
		&ruleset, NULL,
		"warning: essential `arp` is switched off: IPv4 neighbours no longer find the box\n"
		"warning: essential `icmp-error` is switched off: path MTU discovery and unreachables are lost (only with `state: none`)\n");
}

static void a_blocklist_over_peers_is_a_warning(void **state)
{
	struct ruleset ruleset;

	(void)state;
	ruleset_begin(&ruleset);
	ruleset_add(&ruleset, "sip", "5060", NULL, "198.51.100.0/24");
	ruleset_add(&ruleset, "tls", "443", NULL, NULL);
	blocklist_add(&ruleset, "drop", "203.0.113.0/24 198.51.100.7");
	blocklist_add(&ruleset, "other", "192.0.2.0/24");
	lint_expect(&ruleset, NULL,
		    "warning: blocklist drop: 198.51.100.7/32 overlaps the `peers` of service sip\n");
}

static void repeats_within_a_service_are_warnings(void **state)
{
	struct ruleset ruleset;
	struct service *service;

	(void)state;
	ruleset_begin(&ruleset);
	service = ruleset_add(&ruleset, "sip", "5060 5060", "5060-5070 5100 5065-5066",
			      "10.0.0.0/8 192.0.2.1 10.1.0.0/16");
	protocols_add(service, "50 47 50");
	prefixes_add(&service->local, "192.0.2.0/24 192.0.2.0/24");
	ports_add(&service->local_ports, "1024-2000 2000-3000");
	lint_expect(&ruleset, NULL,
		    "warning: `tcp`: 5060 is listed twice, the two are merged\n"
		    "warning: `udp`: 5065-5066 overlaps 5060-5070, the two are merged\n"
		    "warning: `peers`: 10.1.0.0/16 overlaps 10.0.0.0/8, the two are merged\n"
		    "warning: `protocols`: esp is listed twice, the two are merged\n"
		    "warning: `local`: 192.0.2.0/24 is listed twice, the two are merged\n"
		    "warning: `local_ports`: 2000-3000 overlaps 1024-2000, the two are merged\n");
}

static void neighbours_do_not_overlap(void **state)
{
	struct ruleset ruleset;

	(void)state;
	ruleset_begin(&ruleset);
	ruleset_add(&ruleset, "sip", "5060 5061 5062-5064", NULL, "10.0.0.0/9 10.128.0.0/9");
	lint_expect(&ruleset, NULL, "");
}

static void keys_without_effect_are_warnings(void **state)
{
	struct ruleset ruleset;
	struct service *service;

	(void)state;
	ruleset_begin(&ruleset);
	service = ruleset_add(&ruleset, "in", "443", NULL, NULL);
	service->direction = DIRECTION_IN;
	service->timeout_s = 90;
	ports_add(&service->local_ports, "1024");
	service->local_ports_place = service->timeout_place = service->place;
	service = ruleset_add(&ruleset, "out", "80", NULL, NULL);
	service->direction = DIRECTION_OUT;
	service->total = (struct rate){.packets = 1, .period_s = 1, .burst = 1};
	service->limit_place = service->place;
	lint_expect(
		&ruleset, NULL,
		"warning: `local_ports` has no effect with `direction: in`: it restricts sessions opened `out`\n"
		"warning: `timeout` has no effect with `direction: in`: its ports are open without a flow\n"
		"warning: `limit` has no effect with `direction: out`: it is for new packets from outside\n");
}

static void peers_and_local_of_different_families_match_nothing(void **state)
{
	struct ruleset ruleset;

	(void)state;
	ruleset_begin(&ruleset);
	prefixes_add(&ruleset_add(&ruleset, "odd", "443", NULL, "10.0.0.0/8")->local, "2001:db8::1");
	lint_expect(&ruleset, NULL,
		    "warning: service odd matches nothing: no family has both `peers` and `local`\n");
}

static void options_without_effect_are_warnings(void **state)
{
	struct ruleset ruleset;

	(void)state;
	ruleset_begin(&ruleset);
	ruleset.fragments = FRAGMENTS_LENIENT;
	ruleset_add(&ruleset, "tls", "443", NULL, NULL);
	lint_expect(
		&ruleset, NULL,
		"warning: `fragments: lenient` has no effect: it trusts the `peers` of services, and none has any\n");
}

static void the_ssh_session_is_asked_for(void **state)
{
	static const char *const session = "203.0.113.9 50000 192.0.2.10 22";
	struct ruleset ruleset;

	(void)state;
	ruleset_begin(&ruleset);
	lint_expect(
		&ruleset, session,
		"warning: the SSH session from 203.0.113.9 to 192.0.2.10 port 22 that runs this command would be cut off: no service lets in TCP 22 from there\n");
	ruleset_begin(&ruleset);
	ruleset_add(&ruleset, "ssh", "22", NULL, NULL);
	lint_expect(&ruleset, session, "");
}

static void a_blocklist_may_cut_the_ssh_session(void **state)
{
	static const char *const session = "203.0.113.9 50000 192.0.2.10 22";
	struct ruleset ruleset;

	(void)state;
	ruleset_begin(&ruleset);
	ruleset_add(&ruleset, "ssh", "22", NULL, NULL);
	blocklist_add(&ruleset, "drop", "203.0.113.0/24");
	lint_expect(
		&ruleset, session,
		"warning: blocklist drop would cut off the SSH session from 203.0.113.9 that runs this command\n");
	ruleset_begin(&ruleset);
	ruleset_add(&ruleset, "ssh", "22", NULL, NULL);
	blocklist_add(&ruleset, "drop", "203.0.113.0/24");
	prefixes_add(&ruleset.never_block, "203.0.113.9");
	lint_expect(&ruleset, session, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_service_whose_ports_are_taken_is_never_reached),
		cmocka_unit_test(some_taken_ports_are_a_note),
		cmocka_unit_test(several_services_take_together),
		cmocka_unit_test(narrow_before_wide_is_fine),
		cmocka_unit_test(peers_inside_earlier_peers_are_taken),
		cmocka_unit_test(a_family_of_its_own_is_not_taken),
		cmocka_unit_test(peers_are_taken_by_halves),
		cmocka_unit_test(local_addresses_count_like_peers),
		cmocka_unit_test(peers_and_local_are_taken_as_a_box),
		cmocka_unit_test(a_direction_of_its_own_is_not_taken),
		cmocka_unit_test(both_directions_are_taken_by_two_services),
		cmocka_unit_test(a_protocol_of_its_own_is_not_taken),
		cmocka_unit_test(protocols_without_ports_are_taken),
		cmocka_unit_test(a_dynamic_range_does_not_take_a_server),
		cmocka_unit_test(a_dynamic_range_loses_its_peers_ports),
		cmocka_unit_test(a_dynamic_range_takes_from_a_later_one),
		cmocka_unit_test(local_ports_leave_room_for_others),
		cmocka_unit_test(what_is_never_reached_gets_no_packet),
		cmocka_unit_test(a_wide_udp_entry_is_a_warning),
		cmocka_unit_test(tcp_53_without_udp_53_is_a_warning),
		cmocka_unit_test(no_state_is_a_warning),
		cmocka_unit_test(each_essential_switched_off_is_a_warning),
		cmocka_unit_test(a_blocklist_over_peers_is_a_warning),
		cmocka_unit_test(repeats_within_a_service_are_warnings),
		cmocka_unit_test(neighbours_do_not_overlap),
		cmocka_unit_test(keys_without_effect_are_warnings),
		cmocka_unit_test(peers_and_local_of_different_families_match_nothing),
		cmocka_unit_test(options_without_effect_are_warnings),
		cmocka_unit_test(the_ssh_session_is_asked_for),
		cmocka_unit_test(a_blocklist_may_cut_the_ssh_session),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
