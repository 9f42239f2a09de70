// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/classify.h"

#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cleanup.h"
#include "rules/address.h"
#include "rules/rules.h"
#include "tests/harness/ruleset.h"

/* --- the contract word by word: the first service in file order, asked one after the other --- */

static bool ports_hold(const struct port_list *ports, uint16_t port)
{
	for (size_t i = 0; i < ports->count; i++) {
		if (ports->list[i].first <= port && port <= ports->list[i].last)
			return true;
	}
	return false;
}

static bool prefixes_hold(const struct prefix_list *prefixes, uint8_t family, const uint8_t address[16])
{
	for (size_t i = 0; i < prefixes->count; i++) {
		const struct prefix *prefix = &prefixes->list[i];
		unsigned int bit = 0;

		while (prefix->family == family && bit < prefix->length &&
		       !((prefix->address[bit / 8] ^ address[bit / 8]) & 0x80 >> bit % 8))
			bit++;
		if (prefix->family == family && bit == prefix->length)
			return true;
	}
	return !prefixes->count;
}

static bool protocols_hold(const struct service *service, uint8_t protocol)
{
	for (size_t i = 0; i < service->protocols_count; i++) {
		if (service->protocols[i].number == protocol)
			return true;
	}
	return false;
}

static bool stateless_reply(const struct service *service, const struct port_list *ports,
			    const struct inbound *packet)
{
	if (service->direction == DIRECTION_IN || !ports_hold(ports, packet->source_port))
		return false;
	if (packet->protocol == IPPROTO_TCP && !packet->ack_or_rst)
		return false;
	if (service->local_ports.count)
		return ports_hold(&service->local_ports, packet->destination_port);
	return packet->destination_port != 0;
}

static bool naive_match(const struct ruleset *ruleset, const struct service *service,
			const struct inbound *packet)
{
	const struct port_list *ports = packet->protocol == IPPROTO_TCP ? &service->tcp : &service->udp;
	bool stateless = ruleset->state == STATE_NONE;

	if (!prefixes_hold(&service->peers, packet->family, packet->source) ||
	    !prefixes_hold(&service->local, packet->family, packet->destination))
		return false;
	if (packet->protocol != IPPROTO_TCP && packet->protocol != IPPROTO_UDP)
		return protocols_hold(service, packet->protocol) &&
		       (stateless || service->direction != DIRECTION_OUT);
	if (service->direction != DIRECTION_OUT && (stateless || !service->dynamic) &&
	    ports_hold(ports, packet->destination_port))
		return true;
	return stateless && stateless_reply(service, ports, packet);
}

static int naive_inbound(const struct ruleset *ruleset, const struct inbound *packet)
{
	for (size_t i = 0; i < ruleset->services_count; i++) {
		if (naive_match(ruleset, &ruleset->services[i], packet))
			return (int)i;
	}
	return -1;
}

static void packet_roll(struct dice *dice, const struct ruleset *ruleset, struct inbound *ret)
{
	static const uint8_t protocols[] = {IPPROTO_TCP, IPPROTO_UDP, IPPROTO_TCP, IPPROTO_UDP,
					    47,		 50,	      51,	   4};

	*ret = (struct inbound){
		.family = dice_one_in(dice, 3) ? FAMILY_V6 : FAMILY_V4,
		.protocol = dice_pick(dice, protocols),
		.source_port = port_roll(dice, ruleset),
		.destination_port = port_roll(dice, ruleset),
		.ack_or_rst = dice_one_in(dice, 2),
	};
	address_roll(dice, ruleset, ret->family, ret->source);
	address_roll(dice, ruleset, ret->family, ret->destination);
}

static void agrees_with_a_walk_over_the_services(void **state)
{
	struct dice dice = {.state = 20260101};
	unsigned int matched = 0;

	(void)state;
	for (int set = 0; set < 300; set++) {
		_cleanup_(ruleset_free) struct ruleset ruleset = {0};
		_cleanup_free_ struct rules *rules = NULL;
		struct diagnostics d = {0};

		ruleset_roll(&dice, &ruleset);
		assert_int_equal(ruleset_compile(&ruleset, &d, &rules), 0);
		for (int i = 0; i < 400; i++) {
			struct inbound packet;
			int wanted;

			packet_roll(&dice, &ruleset, &packet);
			wanted = naive_inbound(&ruleset, &packet);
			assert_int_equal(classify_inbound(rules, &packet), wanted);
			matched += wanted >= 0;
		}
	}
	/* Chance must hit both sides often, or nothing has been compared. */
	assert_in_range(matched, 12000, 108000);
}

static struct inbound packet_of(uint8_t protocol, uint16_t source_port, uint16_t destination_port)
{
	return (struct inbound){
		.family = FAMILY_V4,
		.protocol = protocol,
		.source = {203, 0, 113, 9},
		.destination = {192, 0, 2, 10},
		.source_port = source_port,
		.destination_port = destination_port,
	};
}

static void the_first_service_in_file_order_wins(void **state)
{
	struct inbound packet = packet_of(IPPROTO_TCP, 40000, 443);
	_cleanup_(ruleset_free) struct ruleset ruleset = {0};
	_cleanup_free_ struct rules *rules = NULL;
	struct diagnostics d = {0};

	(void)state;
	ruleset_begin(&ruleset);
	ruleset_add(&ruleset, "apns", "443", NULL, "17.0.0.0/8");
	ruleset_add(&ruleset, "tls", "443", NULL, NULL);
	ruleset_add(&ruleset, "xmpp", "443", NULL, NULL);
	assert_int_equal(ruleset_compile(&ruleset, &d, &rules), 0);
	assert_int_equal(classify_inbound(rules, &packet), 1);
	packet.source[0] = 17;
	assert_int_equal(classify_inbound(rules, &packet), 0);
}

static void a_reply_without_state_needs_ack_or_rst(void **state)
{
	struct inbound packet = packet_of(IPPROTO_TCP, 443, 40000);
	_cleanup_(ruleset_free) struct ruleset ruleset = {0};
	_cleanup_free_ struct rules *rules = NULL;
	struct diagnostics d = {0};

	(void)state;
	ruleset_begin(&ruleset);
	ruleset.state = STATE_NONE;
	ruleset_add(&ruleset, "tls", "443", NULL, NULL);
	assert_int_equal(ruleset_compile(&ruleset, &d, &rules), 0);
	assert_int_equal(classify_inbound(rules, &packet), -1);
	packet.ack_or_rst = true;
	assert_int_equal(classify_inbound(rules, &packet), 0);
}

static void protocols_without_ports_have_no_row(void **state)
{
	_cleanup_free_ struct rules *rules = calloc(1, sizeof(*rules));

	(void)state;
	assert_null(classify_port(rules, 47, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(agrees_with_a_walk_over_the_services),
		cmocka_unit_test(the_first_service_in_file_order_wins),
		cmocka_unit_test(a_reply_without_state_needs_ack_or_rst),
		cmocka_unit_test(protocols_without_ports_have_no_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
