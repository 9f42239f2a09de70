// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <errno.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cleanup.h"
#include "rules/address.h"
#include "rules/classify.h"
#include "rules/rules.h"
#include "tests/harness/ruleset.h"

/* Compiles and gives the rule set back. */
static struct rules *compiled(struct ruleset *ruleset)
{
	struct diagnostics d = {0};
	struct rules *rules = NULL;

	assert_int_equal(ruleset_compile(ruleset, &d, &rules), 0);
	assert_int_equal(d.errors, 0);
	diagnostics_free(&d);
	ruleset_free(ruleset);
	return rules;
}

/* Compiling is refused, with one message that holds both texts. */
static void refused(struct ruleset *ruleset, const char *what, const char *limit)
{
	struct rules *untouched = (struct rules *)1, *rules = untouched;
	struct diagnostics d = {0};

	assert_int_equal(ruleset_compile(ruleset, &d, &rules), -E2BIG);
	assert_ptr_equal(rules, untouched);
	assert_int_equal(d.errors, 1);
	assert_non_null(strstr(d.list[0].text, what));
	assert_non_null(strstr(d.list[0].text, limit));
	diagnostics_free(&d);
	ruleset_free(ruleset);
}

static void port_expect(const struct rules *rules, uint8_t protocol, uint16_t port, struct port_row wanted)
{
	const struct port_row *row = classify_port(rules, protocol, port);

	assert_int_equal(row->server, wanted.server);
	assert_int_equal(row->client, wanted.client);
	assert_int_equal(row->dynamic, wanted.dynamic);
	assert_int_equal(row->local, wanted.local);
}

static void directions_choose_server_and_client(void **state)
{
	_cleanup_free_ struct rules *rules = NULL;
	struct ruleset ruleset;

	(void)state;
	ruleset_begin(&ruleset);
	ruleset_add(&ruleset, "both", "443", NULL, NULL);
	ruleset_add(&ruleset, "in", "443", NULL, NULL)->direction = DIRECTION_IN;
	ruleset_add(&ruleset, "out", "443", NULL, NULL)->direction = DIRECTION_OUT;
	rules = compiled(&ruleset);
	port_expect(rules, IPPROTO_TCP, 443, (struct port_row){.server = 3, .client = 5, .local = 7});
	port_expect(rules, IPPROTO_TCP, 444, (struct port_row){.local = 7});
	port_expect(rules, IPPROTO_UDP, 443, (struct port_row){.local = 7});
}

static void a_dynamic_service_opens_no_port(void **state)
{
	_cleanup_free_ struct rules *rules = NULL;
	struct ruleset ruleset;

	(void)state;
	ruleset_begin(&ruleset);
	ruleset_add(&ruleset, "rtp", NULL, "1024-65535", NULL)->dynamic = true;
	rules = compiled(&ruleset);
	port_expect(rules, IPPROTO_UDP, 1023, (struct port_row){0});
	port_expect(rules, IPPROTO_UDP, 1024, (struct port_row){.dynamic = 1, .local = 1});
	port_expect(rules, IPPROTO_UDP, 65535, (struct port_row){.dynamic = 1, .local = 1});
	port_expect(rules, IPPROTO_TCP, 1024, (struct port_row){0});
}

static void a_dynamic_service_is_open_without_state(void **state)
{
	_cleanup_free_ struct rules *rules = NULL;
	struct ruleset ruleset;

	(void)state;
	ruleset_begin(&ruleset);
	ruleset.state = STATE_NONE;
	ruleset_add(&ruleset, "rtp", NULL, "1024-65535", NULL)->dynamic = true;
	ruleset_add(&ruleset, "out", NULL, "2000", NULL)->dynamic = true;
	ruleset.services[1].direction = DIRECTION_OUT;
	rules = compiled(&ruleset);
	port_expect(rules, IPPROTO_UDP, 2000, (struct port_row){.server = 1, .dynamic = 3, .local = 3});
	port_expect(rules, IPPROTO_UDP, 1023, (struct port_row){.local = 3});
}

static void local_ports_restrict_the_local_port(void **state)
{
	_cleanup_free_ struct rules *rules = NULL;
	struct ruleset ruleset;

	(void)state;
	ruleset_begin(&ruleset);
	ports_add(&ruleset_add(&ruleset, "sip", NULL, "5060", NULL)->local_ports, "5060-5061");
	ruleset_add(&ruleset, "rtp", NULL, "1024-65535", NULL)->dynamic = true;
	ports_add(&ruleset.services[1].local_ports, "16384-32767");
	rules = compiled(&ruleset);
	assert_int_equal(classify_port(rules, IPPROTO_UDP, 5061)->local, 1);
	assert_int_equal(classify_port(rules, IPPROTO_UDP, 5062)->local, 0);
	assert_int_equal(classify_port(rules, IPPROTO_UDP, 16384)->local, 2);
	assert_int_equal(classify_port(rules, IPPROTO_TCP, 16384)->local, 2);
	assert_int_equal(rules->service[0].flags, SERVICE_LOCAL_PORTS);
	assert_int_equal(rules->service[1].flags, SERVICE_LOCAL_PORTS | SERVICE_DYNAMIC);
}

static void port_zero_matches_nothing(void **state)
{
	_cleanup_free_ struct rules *rules = NULL;
	struct ruleset ruleset;

	(void)state;
	ruleset_begin(&ruleset);
	ruleset_add(&ruleset, "all", "1-65535", "1-65535", NULL);
	rules = compiled(&ruleset);
	port_expect(rules, IPPROTO_TCP, 0, (struct port_row){0});
	port_expect(rules, IPPROTO_UDP, 0, (struct port_row){0});
	port_expect(rules, IPPROTO_TCP, 1, (struct port_row){.server = 1, .client = 1, .local = 1});
	port_expect(rules, IPPROTO_UDP, 65535, (struct port_row){.server = 1, .client = 1, .local = 1});
}

static void protocols_get_rows_by_direction(void **state)
{
	_cleanup_free_ struct rules *rules = NULL;
	struct ruleset ruleset;

	(void)state;
	ruleset_begin(&ruleset);
	protocols_add(ruleset_add(&ruleset, "vpn", NULL, NULL, NULL), "50 47");
	protocols_add(ruleset_add(&ruleset, "tunnel", NULL, NULL, NULL), "47");
	ruleset.services[1].direction = DIRECTION_OUT;
	rules = compiled(&ruleset);
	assert_int_equal(rules->protocol[47].server, 1);
	assert_int_equal(rules->protocol[47].client, 3);
	assert_int_equal(rules->protocol[50].server, 1);
	assert_int_equal(rules->protocol[51].server | rules->protocol[51].client, 0);
}

static uint64_t peer_mask(const struct rules *rules, const char *address)
{
	struct prefix_list host = {0};
	uint64_t mask;

	prefixes_add(&host, address);
	mask = classify_address(rules, host.list[0].family, host.list[0].address)->peer;
	free(host.list);
	return mask;
}

static void peers_select_services_in_both_families(void **state)
{
	_cleanup_free_ struct rules *rules = NULL;
	struct ruleset ruleset;

	(void)state;
	ruleset_begin(&ruleset);
	ruleset_add(&ruleset, "apns", "443", NULL, "17.0.0.0/8 2620:149:a44::/48");
	ruleset_add(&ruleset, "sip", "5060", NULL, "17.1.0.0/16");
	ruleset_add(&ruleset, "tls", "443", NULL, NULL);
	rules = compiled(&ruleset);
	assert_int_equal(rules->header.peer_restricted, 3);
	assert_int_equal(peer_mask(rules, "16.255.255.255"), 0);
	assert_int_equal(peer_mask(rules, "17.0.0.0"), 1);
	assert_int_equal(peer_mask(rules, "17.1.2.3"), 3);
	assert_int_equal(peer_mask(rules, "17.255.255.255"), 1);
	assert_int_equal(peer_mask(rules, "18.0.0.0"), 0);
	assert_int_equal(peer_mask(rules, "2620:149:a44::1"), 1);
	assert_int_equal(peer_mask(rules, "2620:149:a45::"), 0);
}

static void a_prefix_may_reach_the_highest_address(void **state)
{
	_cleanup_free_ struct rules *rules = NULL;
	struct ruleset ruleset;

	(void)state;
	ruleset_begin(&ruleset);
	ruleset_add(&ruleset, "top", "443", NULL, "255.255.255.255 ffff::/16");
	rules = compiled(&ruleset);
	assert_int_equal(peer_mask(rules, "255.255.255.255"), 1);
	assert_int_equal(peer_mask(rules, "255.255.255.254"), 0);
	assert_int_equal(peer_mask(rules, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), 1);
	assert_int_equal(peer_mask(rules, "fffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), 0);
}

static void unused_ranges_repeat_the_last(void **state)
{
	_cleanup_free_ struct rules *rules = NULL;
	struct ruleset ruleset;

	(void)state;
	ruleset_begin(&ruleset);
	ruleset_add(&ruleset, "high", "443", NULL, "128.0.0.0/1");
	rules = compiled(&ruleset);
	assert_int_equal(rules->v4.start[0], 0);
	assert_int_equal(rules->v4.start[1], 0x80000000);
	assert_int_equal(rules->header.v4_depth, 1);
	assert_int_equal(rules->header.v6_depth, 0);
	for (size_t i = 2; i < ADDRESS_RANGES_MAX; i++) {
		assert_int_equal(rules->v4.start[i], UINT32_MAX);
		assert_int_equal(rules->v4.row[i].peer, 1);
	}
	assert_int_equal(rules->v6.start[ADDRESS_RANGES_MAX - 1].high, UINT64_MAX);
}

static void critical_peers_and_never_block_are_flagged(void **state)
{
	_cleanup_free_ struct rules *rules = NULL;
	struct ruleset ruleset;
	const uint8_t inside[16] = {192, 0, 2, 9}, never[16] = {198, 51, 100, 1},
		      outside[16] = {192, 0, 3, 1};

	(void)state;
	ruleset_begin(&ruleset);
	ruleset_add(&ruleset, "sip", "5060", NULL, "192.0.2.0/24")->critical = true;
	prefixes_add(&ruleset.never_block, "198.51.100.1 192.0.2.0/25");
	rules = compiled(&ruleset);
	assert_int_equal(classify_address(rules, FAMILY_V4, inside)->flags, ADDRESS_NEVER_BLOCK);
	assert_int_equal(classify_address(rules, FAMILY_V4, never)->flags, ADDRESS_NEVER_BLOCK);
	assert_int_equal(classify_address(rules, FAMILY_V4, outside)->flags, 0);
	assert_int_equal(rules->service[0].flags, SERVICE_CRITICAL);
}

static void rates_say_what_a_packet_costs(void **state)
{
	_cleanup_free_ struct rules *rules = NULL;
	struct ruleset ruleset;
	struct service *service;

	(void)state;
	ruleset_begin(&ruleset);
	service = ruleset_add(&ruleset, "sip", "5060", NULL, NULL);
	service->per_source = (struct rate){.packets = 50, .period_s = 1, .burst = 100};
	service->total = (struct rate){.packets = 600, .period_s = 60, .burst = 600};
	service->timeout_s = 90;
	rules = compiled(&ruleset);
	assert_int_equal(rules->header.limited, 1);
	assert_int_equal(rules->service[0].per_source.interval_ns, 20000000);
	assert_int_equal(rules->service[0].per_source.burst, 100);
	assert_int_equal(rules->service[0].total.interval_ns, 100000000);
	assert_int_equal(rules->service[0].timeout_s, 90);
}

static void the_header_carries_the_top_level(void **state)
{
	_cleanup_free_ struct rules *rules = NULL;
	struct ruleset ruleset;

	(void)state;
	ruleset_begin(&ruleset);
	ruleset.mode = MODE_MONITOR;
	ruleset.state = STATE_NONE;
	ruleset.outbound = OUTBOUND_ENFORCE;
	ruleset.fragments = FRAGMENTS_LENIENT;
	ruleset.essentials = 1 << ESSENTIAL_ARP;
	rules = compiled(&ruleset);
	assert_int_equal(rules->header.layout, RULES_LAYOUT);
	assert_int_equal(rules->header.mode, MODE_MONITOR);
	assert_int_equal(rules->header.state, STATE_NONE);
	assert_int_equal(rules->header.outbound, OUTBOUND_ENFORCE);
	assert_int_equal(rules->header.fragments, FRAGMENTS_LENIENT);
	assert_int_equal(rules->header.essentials, 1);
	assert_int_equal(rules->header.services, 0);
	assert_string_equal(rules->file, "/etc/ucgate/ucgate.yaml");
}

static struct rules *rules_of_port(const char *port, const char *file)
{
	struct ruleset ruleset;

	ruleset_begin(&ruleset);
	free(ruleset.file);
	ruleset.file = strdup(file);
	ruleset_add(&ruleset, "one", port, NULL, NULL);
	return compiled(&ruleset);
}

static void the_hash_is_of_the_rules_alone(void **state)
{
	_cleanup_free_ struct rules *one = rules_of_port("443", "/a"), *same = rules_of_port("443", "/b"),
				    *other = rules_of_port("444", "/a");

	(void)state;
	assert_memory_equal(one->header.hash, same->header.hash, 32);
	assert_memory_not_equal(one->header.hash, other->header.hash, 32);
}

static void the_order_of_entries_does_not_matter(void **state)
{
	_cleanup_free_ struct rules *one = rules_of_port("443 80 80-81", "/a"),
				    *same = rules_of_port("80-81 443", "/a");

	(void)state;
	assert_memory_equal(one->header.hash, same->header.hash, 32);
}

/* --- limits --- */

static void sixty_four_services_fit_and_one_more_does_not(void **state)
{
	struct ruleset ruleset;
	char name[16];

	(void)state;
	ruleset_begin(&ruleset);
	for (int i = 0; i < 64; i++) {
		snprintf(name, sizeof(name), "s%d", i);
		ruleset_add(&ruleset, name, "443", NULL, NULL);
	}
	free(compiled(&ruleset));
	ruleset_begin(&ruleset);
	for (int i = 0; i < 65; i++) {
		snprintf(name, sizeof(name), "s%d", i);
		ruleset_add(&ruleset, name, "443", NULL, NULL);
	}
	refused(&ruleset, "65 services", "64");
}

static void many_prefixes(struct prefix_list *prefixes, unsigned int count)
{
	char text[32];

	for (unsigned int i = 0; i < count; i++) {
		snprintf(text, sizeof(text), "10.%u.%u.%u", i >> 7 & 255, i << 1 & 255, 2 * i & 255);
		prefixes_add(prefixes, text);
	}
}

static void peers_are_counted_over_all_services(void **state)
{
	struct ruleset ruleset;

	(void)state;
	ruleset_begin(&ruleset);
	many_prefixes(&ruleset_add(&ruleset, "a", "443", NULL, NULL)->peers, 1000);
	many_prefixes(&ruleset_add(&ruleset, "b", "443", NULL, NULL)->peers, 24);
	free(compiled(&ruleset));
	ruleset_begin(&ruleset);
	many_prefixes(&ruleset_add(&ruleset, "a", "443", NULL, NULL)->peers, 1000);
	many_prefixes(&ruleset_add(&ruleset, "b", "443", NULL, NULL)->peers, 25);
	refused(&ruleset, "1025 prefixes in `peers`", "1024");
}

static void every_list_of_prefixes_has_its_limit(void **state)
{
	struct ruleset ruleset;

	(void)state;
	ruleset_begin(&ruleset);
	many_prefixes(&ruleset_add(&ruleset, "a", "443", NULL, NULL)->local, 257);
	refused(&ruleset, "257 prefixes in `local`", "256");
	ruleset_begin(&ruleset);
	many_prefixes(&ruleset.never_block, 257);
	refused(&ruleset, "257 prefixes in `never_block`", "256");
}

static void all_prefixes_at_their_limits_fit(void **state)
{
	struct ruleset ruleset;
	struct service *service;

	(void)state;
	ruleset_begin(&ruleset);
	service = ruleset_add(&ruleset, "a", "443", NULL, NULL);
	many_prefixes(&service->peers, 1024);
	many_prefixes(&service->local, 256);
	many_prefixes(&ruleset.never_block, 256);
	free(compiled(&ruleset));
}

/* Each port gets the services by the bits of a number of its own. */
static void numbered_ports(struct ruleset *ruleset, uint32_t ports)
{
	char name[16];

	ruleset_begin(ruleset);
	for (int bit = 0; bit < 16; bit++) {
		struct service *service;

		snprintf(name, sizeof(name), "s%d", bit);
		service = ruleset_add(ruleset, name, NULL, NULL, NULL);
		service->tcp.list = calloc(ports, sizeof(*service->tcp.list));
		assert_non_null(service->tcp.list);
		for (uint32_t port = 1; port <= ports; port++) {
			if (port >> bit & 1)
				service->tcp.list[service->tcp.count++] =
					(struct port_range){.first = (uint16_t)port, .last = (uint16_t)port};
		}
	}
}

static void too_many_port_classes_are_refused(void **state)
{
	struct ruleset ruleset;

	(void)state;
	/* Port 0 and the ports that no service lists have a row each. */
	numbered_ports(&ruleset, PORT_CLASSES_MAX - 2);
	free(compiled(&ruleset));
	numbered_ports(&ruleset, PORT_CLASSES_MAX - 1);
	refused(&ruleset, "port classes", "8192");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(directions_choose_server_and_client),
		cmocka_unit_test(a_dynamic_service_opens_no_port),
		cmocka_unit_test(a_dynamic_service_is_open_without_state),
		cmocka_unit_test(local_ports_restrict_the_local_port),
		cmocka_unit_test(port_zero_matches_nothing),
		cmocka_unit_test(protocols_get_rows_by_direction),
		cmocka_unit_test(peers_select_services_in_both_families),
		cmocka_unit_test(a_prefix_may_reach_the_highest_address),
		cmocka_unit_test(unused_ranges_repeat_the_last),
		cmocka_unit_test(critical_peers_and_never_block_are_flagged),
		cmocka_unit_test(rates_say_what_a_packet_costs),
		cmocka_unit_test(the_header_carries_the_top_level),
		cmocka_unit_test(the_hash_is_of_the_rules_alone),
		cmocka_unit_test(the_order_of_entries_does_not_matter),
		cmocka_unit_test(sixty_four_services_fit_and_one_more_does_not),
		cmocka_unit_test(peers_are_counted_over_all_services),
		cmocka_unit_test(every_list_of_prefixes_has_its_limit),
		cmocka_unit_test(all_prefixes_at_their_limits_fit),
		cmocka_unit_test(too_many_port_classes_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
