// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/packet/describe.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cleanup.h"

static struct frame frame_of(const char *words)
{
	struct packet_error wrong = {0};
	struct frame frame = {0};
	struct packet packet;

	if (packet_parse(words, &packet, &wrong))
		fail_msg("%s: column %u: %s", words, wrong.column, wrong.text);
	assert_int_equal(packet_build(&packet, &frame), 0);
	packet_free(&packet);
	return frame;
}

static void expect_words(const char *words, const char *expected)
{
	struct frame frame = frame_of(words);
	struct packet_bytes bytes = {frame.bytes, frame.length, frame.length};
	char text[PACKET_TEXT_SIZE];

	packet_describe(&bytes, text);
	free(frame.bytes);
	assert_string_equal(text, expected);
}

static void expect_same(const char *words)
{
	expect_words(words, words);
}

static void sound_packets_are_told_in_the_words_that_make_them(void **state)
{
	(void)state;
	expect_same("udp 203.0.113.9:40000 > 192.0.2.10:5060 len 300 vlan 7");
	expect_same("udp [2001:db8::9]:40000 > [2001:db8::1]:5060 len 1");
	expect_same("tcp 203.0.113.9:443 > 192.0.2.10:40000 flags SA");
	expect_same("tcp 203.0.113.9:443 > 192.0.2.10:40000 flags none");
	expect_same("tcp 203.0.113.9:443 > 192.0.2.10:40000 flags FSRPAUEC svlan 5 vlan 6 vlan 7");
	expect_same("udp 203.0.113.9:1 > 192.0.2.10:2 pppoe session 9");
	expect_same("esp 203.0.113.9 > 192.0.2.10 len 40");
	expect_same("proto 99 2001:db8::9 > 2001:db8::1 len 4");
	expect_same("icmp 203.0.113.9 > 192.0.2.10 type echo id 7 seq 2");
	expect_same("icmpv6 fe80::1 > ff02::1 type ra ttl 255");
	expect_same("icmp 203.0.113.9 > 192.0.2.10 type 42 code 3");
	expect_same("icmp 2001:db8::9 > 2001:db8::1");
	expect_same("icmpv6 203.0.113.9 > 192.0.2.10 len 4");
}

static void fragments_options_and_extensions_are_told(void **state)
{
	(void)state;
	expect_same("udp 203.0.113.9 > 192.0.2.10 len 1000 frag 1480 id 77");
	expect_same("udp 203.0.113.9:1 > 192.0.2.10:2 len 1472 frag 0+ id 77");
	expect_same("udp [2001:db8::9]:1 > [2001:db8::1]:2 len 8 hbh 0 dst 1 frag 0+ id 5 auth 4 route 0 2");
	expect_words("udp 203.0.113.9:1 > 192.0.2.10:2 opt nop opt ra",
		     "udp 203.0.113.9:1 > 192.0.2.10:2 opt 0194040000000000");
}

static void an_error_tells_what_it_quotes(void **state)
{
	(void)state;
	expect_same("icmp 203.0.113.1 > 192.0.2.10 type unreachable code 4 quote ( udp 192.0.2.10:40000 > "
		    "203.0.113.9:5060 )");
	expect_same("icmpv6 2001:db8::1 > 2001:db8::2 type too-big quote ( tcp [2001:db8::2]:1 > "
		    "[2001:db8::9]:443 )");
	expect_words(
		"icmp 203.0.113.1 > 192.0.2.10 type exceeded quote ( udp 192.0.2.10:1 > 203.0.113.9:2 cut 4 )",
		"icmp 203.0.113.1 > 192.0.2.10 type exceeded len 4");
}

static void what_is_not_ip_is_told_by_its_type(void **state)
{
	(void)state;
	expect_same("arp");
	expect_same("lldp len 60");
	expect_same("eapol len 40 vlan 3");
	expect_same("pppoe-discovery len 12");
	expect_same("ppp 0xc021 session 1 len 8");
	expect_same("ether 0x88f7 len 44");
	expect_same("hex 0200000001");
}

static void unsound_packets_are_told_as_far_as_they_go(void **state)
{
	(void)state;
	expect_words("udp 203.0.113.9:1 > 192.0.2.10:2 len 20 cut -4",
		     "udp 203.0.113.9:1 > 192.0.2.10:2 len 20 iplen 48 cut 58");
	expect_same("udp 203.0.113.9:1 > 192.0.2.10:2 len 4 udplen 99");
	expect_same("udp 203.0.113.9:1 > 192.0.2.10:2 udplen 7");
	expect_same("tcp 203.0.113.9:1 > 192.0.2.10:2 flags S len 4 doff 15");
	expect_same("tcp 203.0.113.9:1 > 192.0.2.10:2 flags S doff 4");
	expect_same("tcp 203.0.113.9:1 > 192.0.2.10:2 flags S doff 0");
	expect_same("tcp 203.0.113.9:1 > 192.0.2.10:2 flags S len 12 doff 6 frag 0+ id 3");
	expect_same("udp 203.0.113.9:1 > 192.0.2.10:2 len 8 pppoe session 1 pppoe-len 34");
	expect_same("esp 2001:db8::9 > 2001:db8::1 len 8 frag 0 id 6 frag 8 id 6");
	expect_words("tcp 203.0.113.9:1 > 192.0.2.10:2 len 24 doff 6",
		     "tcp 203.0.113.9:1 > 192.0.2.10:2 flags S len 20");
	expect_words("udp 203.0.113.9:1 > 192.0.2.10:2 ihl 3", "udp 203.0.113.9 > 192.0.2.10 len 8 ihl 3");
	expect_words("ether ip data 4500", "ether 0x0800 data 4500");
	expect_words("arp cut 20", "ether 0x0806 data 000108000604");
}

/* No bytes can make it anything but one line of ASCII. */
static void assert_text(const struct packet_bytes *frame)
{
	char text[PACKET_TEXT_SIZE];

	memset(text, 0x7f, sizeof(text));
	packet_describe(frame, text);
	assert_non_null(memchr(text, '\0', sizeof(text)));
	for (const char *c = text; *c; c++)
		assert_in_range(*c, ' ', '~');
}

static void every_beginning_of_a_frame_is_told(void **state)
{
	struct frame frame =
		frame_of("icmpv6 2001:db8::1 > 2001:db8::2 type too-big hbh dst 3 frag 0+ vlan 3 "
			 "quote ( udp [2001:db8::2]:1 > [2001:db8::9]:443 dst ) len 8");

	(void)state;
	for (size_t cut = 0; cut <= frame.length; cut++) {
		_cleanup_free_ uint8_t *bytes = malloc(cut ? cut : 1); /* for the sanitizer */

		memcpy(bytes, frame.bytes, cut);
		assert_text(&(struct packet_bytes){bytes, cut, cut});
		assert_text(&(struct packet_bytes){bytes, cut, frame.length});
	}
	free(frame.bytes);
}

static void random_bytes_are_told(void **state)
{
	static const uint16_t types[] = {0x0800, 0x86dd, 0x8100, 0x8864, 0x88a8, 0x0806, 0x8863, 0x0020};

	(void)state;
	srandom(1);
	for (int round = 0; round < 20000; round++) {
		size_t length = (size_t)random() % 200;
		_cleanup_free_ uint8_t *bytes = malloc(length + 1);

		for (size_t i = 0; i < length; i++)
			bytes[i] = (uint8_t)random();
		if (length > 15) {
			uint16_t type = types[random() % 8];

			bytes[12] = (uint8_t)(type >> 8);
			bytes[13] = (uint8_t)type;
			bytes[14] = random() % 2 ? 0x45 : 0x60;
		}
		assert_text(&(struct packet_bytes){bytes, length, length});
	}
}

/* A length field of 16 bits would say something else of it. */
static void what_no_length_field_can_say_is_no_packet(void **state)
{
	static const struct {
		const char *words;
		int built;
	} cases[] = {
		{"udp 203.0.113.9:40000 > 192.0.2.10:5060 len 65507", 0},
		{"udp 203.0.113.9:40000 > 192.0.2.10:5060 len 65508", -EMSGSIZE},
		{"udp 203.0.113.9:40000 > 192.0.2.10:5060 len 70000", -EMSGSIZE},
		{"udp 203.0.113.9:40000 > 192.0.2.10:5060 len 70000 iplen 0", -EMSGSIZE},
		{"udp 203.0.113.9:40000 > 192.0.2.10:5060 len 70000 iplen 0 udplen 0", 0},
		{"tcp [2001:db8::9]:40000 > [2001:db8::10]:443 len 65515", 0},
		{"tcp [2001:db8::9]:40000 > [2001:db8::10]:443 len 65516", -EMSGSIZE},
		{"udp 203.0.113.9:40000 > 192.0.2.10:5060 len 65507 pppoe", -EMSGSIZE},
		{"udp 203.0.113.9:40000 > 192.0.2.10:5060 len 60000 pad 9000", 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct packet_error error;
		struct packet packet;
		struct frame frame = {0};

		assert_int_equal(packet_parse(cases[i].words, &packet, &error), 0);
		assert_int_equal(packet_build(&packet, &frame), cases[i].built);
		packet_free(&packet);
		free(frame.bytes);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sound_packets_are_told_in_the_words_that_make_them),
		cmocka_unit_test(fragments_options_and_extensions_are_told),
		cmocka_unit_test(an_error_tells_what_it_quotes),
		cmocka_unit_test(what_is_not_ip_is_told_by_its_type),
		cmocka_unit_test(unsound_packets_are_told_as_far_as_they_go),
		cmocka_unit_test(every_beginning_of_a_frame_is_told),
		cmocka_unit_test(random_bytes_are_told),
		cmocka_unit_test(what_no_length_field_can_say_is_no_packet),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
