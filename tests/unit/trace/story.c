// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/trace/story.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define NS_PER_S 1000000000ull

/* Reads a whole line: times[i] of each part, at its time; returns how many. */
static size_t line_read(const char *line, struct scene *scenes, size_t most)
{
	const char *at = line;
	uint64_t now = 0;
	size_t count = 0;

	while (at) {
		struct packet_error error;

		assert_true(count < most);
		assert_int_equal(scene_read(line, &at, now, &scenes[count], &error), 0);
		now = scenes[count].at_ns;
		packet_free(&scenes[count].packet);
		count++;
	}
	return count;
}

static void expect_wrong(const char *line, unsigned column)
{
	struct packet_error error = {0};
	const char *at = line;
	struct scene scene;
	uint64_t now = 0;
	int r = 0;

	while (at && r == 0) {
		r = scene_read(line, &at, now, &scene, &error);
		if (r == 0) {
			now = scene.at_ns;
			packet_free(&scene.packet);
		}
	}
	assert_int_equal(r, -EINVAL);
	assert_int_equal(error.column, column);
	assert_true(strlen(error.text) > 0);
}

static void parts_stand_between_semicolons(void **state)
{
	struct scene scenes[4];

	(void)state;
	assert_int_equal(line_read("arp; udp 1.2.3.4:5 > 5.6.7.8:9 out;lldp len 4", scenes, 4), 3);
	for (int i = 0; i < 3; i++)
		assert_int_equal(scenes[i].times, 1);
}

static void time_goes_by_in_steps_or_from_the_start(void **state)
{
	struct scene scenes[8];

	(void)state;
	assert_int_equal(line_read("+20s arp; +1.5h; at 2h arp; arp; +100ms", scenes, 8), 5);
	assert_int_equal(scenes[0].at_ns, 20 * NS_PER_S);
	assert_int_equal(scenes[1].at_ns, 5420 * NS_PER_S);
	assert_int_equal(scenes[1].times, 0);
	assert_int_equal(scenes[2].at_ns, 7200 * NS_PER_S);
	assert_int_equal(scenes[3].at_ns, 7200 * NS_PER_S);
	assert_int_equal(scenes[4].at_ns, 7200 * NS_PER_S + 100000000);
}

static void a_packet_comes_several_times(void **state)
{
	struct scene scenes[2];

	(void)state;
	assert_int_equal(line_read("60 x arp; +1s 2 x arp", scenes, 2), 2);
	assert_int_equal(scenes[0].times, 60);
	assert_int_equal(scenes[1].times, 2);
}

static void what_is_empty_or_a_comment_is_nothing(void **state)
{
	struct scene scenes[4];

	(void)state;
	assert_int_equal(line_read("", scenes, 4), 1);
	assert_int_equal(scenes[0].times, 0);
	assert_int_equal(line_read("arp # and; nothing else", scenes, 4), 1);
	assert_int_equal(scenes[0].times, 1);
	assert_int_equal(line_read("# arp", scenes, 4), 1);
	assert_int_equal(scenes[0].times, 0);
	assert_int_equal(line_read("arp;", scenes, 4), 2);
	assert_int_equal(scenes[1].times, 0);
}

static void errors_tell_the_column_in_the_whole_line(void **state)
{
	(void)state;
	expect_wrong("udp 1.2.3.4:5 > 5.6.7.8:9 nowhere", 27);
	expect_wrong("arp; udp nowhere", 10);
	expect_wrong("arp; +20s 3 x udp nowhere", 19);
	expect_wrong("+20 arp", 2);
	expect_wrong("at noon arp", 4);
	expect_wrong("+1s arp; at 0s arp", 10);
	expect_wrong("+99999999999999d arp", 2);
	expect_wrong("0 x arp", 1);
	expect_wrong("1000001 x arp", 1);
	expect_wrong("99999999999 x arp", 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parts_stand_between_semicolons),
		cmocka_unit_test(time_goes_by_in_steps_or_from_the_start),
		cmocka_unit_test(a_packet_comes_several_times),
		cmocka_unit_test(what_is_empty_or_a_comment_is_nothing),
		cmocka_unit_test(errors_tell_the_column_in_the_whole_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
