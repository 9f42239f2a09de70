// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/replay/direction.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tools/packet/language.h"

/* Both families, the second prefix inside no other. */
static struct prefix_list locals_make(void)
{
	const struct option_list words = {.text = {"192.0.2.0/28", "2001:db8::10", "198.51.100.7"},
					  .count = 3};
	struct prefix_list locals;

	assert_int_equal(locals_parse(&words, &locals), 0);
	return locals;
}

/* cut: bytes that are missing at the frame's end. */
static bool outbound_cut(const char *words, size_t cut)
{
	struct prefix_list locals = locals_make();
	struct packet_error wrong;
	struct packet packet;
	struct frame frame;
	bool outbound;

	assert_int_equal(packet_parse(words, &packet, &wrong), 0);
	assert_int_equal(packet_build(&packet, &frame), 0);
	outbound = frame_outbound(&locals, frame.bytes, frame.length - cut);
	free(frame.bytes);
	packet_free(&packet);
	locals_free(&locals);
	return outbound;
}

static bool outbound(const char *words)
{
	return outbound_cut(words, 0);
}

static void a_local_source_went_out(void **state)
{
	(void)state;
	assert_true(outbound("udp 192.0.2.10:5060 > 203.0.113.9:5060"));
	assert_true(outbound("udp 192.0.2.15:5060 > 192.0.2.1:5060"));
	assert_true(outbound("tcp [2001:db8::10]:5060 > [2001:db8::9]:5060"));
	assert_true(outbound("icmp 198.51.100.7 > 203.0.113.9"));
}

static void every_other_source_came_in(void **state)
{
	(void)state;
	assert_false(outbound("udp 203.0.113.9:5060 > 192.0.2.10:5060"));
	assert_false(outbound("udp 192.0.2.16:5060 > 192.0.2.10:5060"));
	assert_false(outbound("udp [2001:db8::11]:5060 > [2001:db8::10]:5060"));
	assert_false(outbound("arp"));
}

static void up_to_two_tags_are_looked_behind(void **state)
{
	(void)state;
	assert_true(outbound("udp 192.0.2.10:1 > 203.0.113.9:1 vlan 7"));
	assert_true(outbound("udp 192.0.2.10:1 > 203.0.113.9:1 svlan 7 vlan 0"));
	assert_false(outbound("udp 192.0.2.10:1 > 203.0.113.9:1 vlan 7 vlan 7 vlan 7"));
	assert_false(outbound("udp 192.0.2.10:1 > 203.0.113.9:1 tag 0x9100 7"));
}

static void a_sound_session_is_looked_into(void **state)
{
	(void)state;
	assert_true(outbound("udp 192.0.2.10:1 > 203.0.113.9:1 pppoe"));
	assert_true(outbound("udp [2001:db8::10]:1 > [2001:db8::9]:1 vlan 7 pppoe"));
	assert_false(outbound("udp 192.0.2.10:1 > 203.0.113.9:1 pppoe pppoe-code 7"));
	assert_false(outbound("udp 192.0.2.10:1 > 203.0.113.9:1 pppoe pppoe-type 0x21"));
	assert_false(outbound("udp 192.0.2.10:1 > 203.0.113.9:1 pppoe pppoe-len +1"));
	assert_false(outbound("udp 192.0.2.10:1 > 203.0.113.9:1 pppoe pppoe-len 21"));
	assert_true(outbound("udp 192.0.2.10:1 > 203.0.113.9:1 pppoe pppoe-len 22"));
}

static void the_ip_header_is_whole_and_of_the_right_version(void **state)
{
	(void)state;
	assert_true(outbound_cut("proto 253 192.0.2.10 > 203.0.113.9", 0));
	assert_false(outbound_cut("proto 253 192.0.2.10 > 203.0.113.9", 1));
	assert_true(outbound_cut("proto 253 2001:db8::10 > 2001:db8::9", 0));
	assert_false(outbound_cut("proto 253 2001:db8::10 > 2001:db8::9", 1));
	assert_false(outbound("udp 192.0.2.10:1 > 203.0.113.9:1 version 5"));
}

static void what_the_header_says_beyond_does_not_matter(void **state)
{
	(void)state;
	assert_true(outbound("udp 192.0.2.10:1 > 203.0.113.9:1 ihl 1"));
	assert_true(outbound("udp 192.0.2.10:1 > 203.0.113.9:1 iplen 0"));
	assert_true(outbound("udp 192.0.2.10:1 > 203.0.113.9:1 iplen 9000"));
	assert_true(outbound("udp 192.0.2.10:1 > 203.0.113.9:1 frag 1480"));
}

static void without_local_addresses_all_came_in(void **state)
{
	const struct prefix_list none = {0};
	const uint8_t frame[34] = {[12] = 0x08, [14] = 0x45};

	(void)state;
	assert_false(frame_outbound(&none, frame, sizeof(frame)));
	assert_false(frame_outbound(&none, NULL, 0));
}

static void a_frame_of_any_length_is_looked_at(void **state)
{
	struct prefix_list locals = locals_make();
	const uint8_t frame[34] = {[12] = 0x08, [14] = 0x45};

	(void)state;
	for (size_t length = 0; length <= sizeof(frame); length++)
		assert_false(frame_outbound(&locals, frame, length));
	locals_free(&locals);
}

static void what_is_no_prefix_is_refused(void **state)
{
	const struct option_list host_bits = {.text = {"192.0.2.0/28", "192.0.2.1/24"}, .count = 2};
	const struct option_list nonsense = {.text = {"wan0"}, .count = 1};
	struct prefix_list locals;

	(void)state;
	assert_int_equal(locals_parse(&host_bits, &locals), -EINVAL);
	assert_int_equal(locals_parse(&nonsense, &locals), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_local_source_went_out),
		cmocka_unit_test(every_other_source_came_in),
		cmocka_unit_test(up_to_two_tags_are_looked_behind),
		cmocka_unit_test(a_sound_session_is_looked_into),
		cmocka_unit_test(the_ip_header_is_whole_and_of_the_right_version),
		cmocka_unit_test(what_the_header_says_beyond_does_not_matter),
		cmocka_unit_test(without_local_addresses_all_came_in),
		cmocka_unit_test(a_frame_of_any_length_is_looked_at),
		cmocka_unit_test(what_is_no_prefix_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
