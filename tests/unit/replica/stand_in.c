// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/replica/stand_in.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tools/packet/language.h"
#include "tools/packet/view.h"

enum { MOST = FRAME_PAGE };

/* What the headers of the frame's stand-in say, of no more than MOST bytes. */
static int stand_in(const char *words, struct packet_view *ret)
{
	static uint8_t into[STAND_IN_SIZE];
	struct packet_error wrong;
	struct packet packet;
	struct frame frame;
	size_t length;
	int r;

	assert_int_equal(packet_parse(words, &packet, &wrong), 0);
	assert_int_equal(packet_build(&packet, &frame), 0);
	packet_free(&packet);
	r = stand_in_make(frame.bytes, frame.length, MOST, into, &length);
	free(frame.bytes);
	if (r < 0)
		return r;
	assert_true(length <= MOST);
	packet_view_read(&(struct packet_bytes){into, length, length}, ret);
	return 0;
}

static void a_long_packet_is_whole_in_a_shorter_frame(void **state)
{
	struct packet_view view;

	(void)state;
	assert_int_equal(stand_in("udp 192.0.2.10:1 > 203.0.113.9:2 len 9000", &view), 0);
	assert_true(view.end <= MOST);
	assert_int_equal(view.destination_port, 2);
	assert_int_equal(stand_in("tcp [2001:db8::10]:1 > [2001:db8::9]:2 len 60000 vlan 7", &view), 0);
	assert_true(view.end <= MOST);
	assert_int_equal(stand_in("udp 192.0.2.10:1 > 203.0.113.9:2 len 9000 pppoe", &view), 0);
	assert_true(view.pppoe);
	assert_true(view.end <= MOST);
}

static void what_is_behind_the_packet_does_not_matter(void **state)
{
	struct packet_view view;

	(void)state;
	assert_int_equal(stand_in("udp 192.0.2.10:1 > 203.0.113.9:2 len 20 pad 9000", &view), 0);
	assert_int_equal(view.end, 14 + 20 + 8 + 20);
	assert_int_equal(stand_in("udp 192.0.2.10:1 > 203.0.113.9:2 len 9000 pad 10000", &view), 0);
	assert_true(view.end <= MOST);
	assert_int_equal(stand_in("udp 192.0.2.10:1 > 203.0.113.9:2 len 4000 pad 1 pppoe", &view), 0);
	assert_true(view.pppoe);
	assert_true(view.end <= MOST);
	assert_int_equal(
		stand_in("udp 192.0.2.10:1 > 203.0.113.9:2 len 4000 pad 10000 pppoe pppoe-len +9000", &view),
		0);
	assert_true(view.pppoe);
	assert_true(view.end <= MOST);
}

static void one_that_claims_too_much_still_does(void **state)
{
	struct packet_view view;

	(void)state;
	assert_int_equal(stand_in("udp 192.0.2.10:1 > 203.0.113.9:2 len 9000 iplen +1", &view), 0);
	assert_true(view.end > MOST);
}

static void a_short_frame_ends_in_its_headers(void **state)
{
	const uint8_t frame[14] = {[12] = 0x08};
	uint8_t into[STAND_IN_SIZE];
	struct packet_view view;
	size_t length;

	(void)state;
	for (size_t i = 0; i < sizeof(frame); i++) {
		assert_int_equal(stand_in_make(frame, i, MOST, into, &length), 0);
		packet_view_read(&(struct packet_bytes){into, length, length}, &view);
		assert_int_equal(view.ethertype, 0x8100);
		assert_int_equal(view.tags_count, 0);
	}
}

static void a_packet_that_is_wrong_because_it_is_long_has_none(void **state)
{
	struct packet_view view;

	(void)state;
	assert_int_equal(stand_in("udp 192.0.2.10 > 203.0.113.9 frag 60000 len 9000", &view), -EMSGSIZE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_long_packet_is_whole_in_a_shorter_frame),
		cmocka_unit_test(what_is_behind_the_packet_does_not_matter),
		cmocka_unit_test(one_that_claims_too_much_still_does),
		cmocka_unit_test(a_short_frame_ends_in_its_headers),
		cmocka_unit_test(a_packet_that_is_wrong_because_it_is_long_has_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
