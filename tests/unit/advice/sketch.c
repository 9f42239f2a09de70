// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/advice/sketch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tools/advice/top.h"

static const struct remote_habit habit = {REASON_NOT_ALLOWED, 17, 5060};

static struct remote remote_of(uint32_t number)
{
	struct remote remote = {.family = 4};

	memcpy(remote.address, &number, sizeof(number));
	return remote;
}

static void add(struct sketch *sketch, uint32_t number, uint64_t packets)
{
	struct remote remote = remote_of(number);

	sketch_add(sketch, &remote, &habit, packets);
}

static void few_remotes_are_counted_exactly(void **state)
{
	struct sketch *sketch = calloc(1, sizeof(*sketch));

	(void)state;
	for (uint32_t i = 0; i < SKETCH_SIZE; i++)
		add(sketch, i, i + 1);
	add(sketch, 7, 1000);
	sketch_sort(sketch);
	assert_int_equal(sketch->count, SKETCH_SIZE);
	assert_int_equal(sketch->entry[0].count, 1008);
	assert_int_equal(sketch->entry[0].error, 0);
	assert_int_equal(sketch->entry[SKETCH_SIZE - 1].count, 1);
	free(sketch);
}

/* 3 in 100 packets of one source among a hundred thousand strangers. */
static void a_heavy_one_is_found_among_more_than_there_is_room_for(void **state)
{
	struct sketch *sketch = calloc(1, sizeof(*sketch));

	(void)state;
	for (uint32_t i = 0; i < 100000; i++)
		add(sketch, i % 100 < 3 ? 0xffffffff : i, 1);
	sketch_sort(sketch);
	assert_int_equal(sketch->entry[0].remote.address[0], 0xff);
	assert_in_range(sketch->entry[0].count, 3000, 3000 + 100000 / SKETCH_SIZE);
	assert_true(sketch->entry[0].count - sketch->entry[0].error <= 3000);
	free(sketch);
}

static void counts_add_up_to_what_was_added(void **state)
{
	struct sketch *sketch = calloc(1, sizeof(*sketch));
	uint64_t sum = 0;

	(void)state;
	for (uint32_t i = 0; i < 5000; i++)
		add(sketch, i * 2654435761u % 1500, 2);
	for (size_t i = 0; i < sketch->count; i++)
		sum += sketch->entry[i].count;
	assert_int_equal(sum, 10000);
	free(sketch);
}

static void the_habit_is_what_most_packets_have(void **state)
{
	const struct remote_habit other = {REASON_PEER, 6, 443};
	struct sketch *sketch = calloc(1, sizeof(*sketch));
	struct remote remote = remote_of(1);

	(void)state;
	for (int i = 0; i < 9; i++)
		sketch_add(sketch, &remote, i % 3 ? &other : &habit, 1);
	assert_int_equal(sketch->entry[0].habit.reason, REASON_PEER);
	assert_int_equal(sketch->entry[0].habit.port, 443);
	free(sketch);
}

static struct sighting drop_from(uint8_t last, uint64_t suppressed)
{
	return (struct sighting){
		.reason = REASON_NOT_ALLOWED,
		.suppressed = suppressed,
		.view = {.family = 4, .source = {192, 0, 2, last}, .ports = true, .destination_port = 5060}};
}

/* Of a hundred told, one is of the calm source: so is one in a hundred of those left out. */
static void what_was_left_out_is_shared_among_its_window(void **state)
{
	struct top *top = calloc(1, sizeof(*top));
	struct listener_totals totals = {};
	struct sighting sighting;

	(void)state;
	for (int i = 0; i < EVENT_WINDOW_MAX; i++) {
		sighting = drop_from(i ? 1 : 2, 0);
		top_add(top, &sighting);
	}
	sighting = drop_from(1, 10000);
	top_add(top, &sighting);
	top_end(top, &totals);
	assert_int_equal(top->sketch.entry[0].count, 99 + 9900 + 1);
	assert_int_equal(top->sketch.entry[1].count, 1 + 100);
	assert_int_equal(top->seen + top->left_out, 10101);
	free(top);
}

static void what_no_packet_told_of_is_shared_at_the_end(void **state)
{
	struct top *top = calloc(1, sizeof(*top));
	struct listener_totals totals = {.left_out = {[REASON_NOT_ALLOWED] = 500}};
	struct sighting sighting = drop_from(1, 200);

	(void)state;
	top_add(top, &(struct sighting){.reason = REASON_NOT_ALLOWED, .view = sighting.view});
	top_add(top, &sighting);
	top_end(top, &totals);
	assert_int_equal(top->seen + top->left_out, 502);
	assert_int_equal(top->sketch.entry[0].count, 502);
	free(top);
}

static void what_passed_is_no_drop(void **state)
{
	struct top *top = calloc(1, sizeof(*top));
	struct sighting passed = drop_from(1, 0), would = drop_from(2, 0);

	(void)state;
	passed.passed = would.passed = true;
	passed.reason = REASON_FLOW;
	top_add(top, &passed);
	top_add(top, &would);
	assert_int_equal(top->seen, 1);
	free(top);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(few_remotes_are_counted_exactly),
		cmocka_unit_test(a_heavy_one_is_found_among_more_than_there_is_room_for),
		cmocka_unit_test(counts_add_up_to_what_was_added),
		cmocka_unit_test(the_habit_is_what_most_packets_have),
		cmocka_unit_test(what_was_left_out_is_shared_among_its_window),
		cmocka_unit_test(what_no_packet_told_of_is_shared_at_the_end),
		cmocka_unit_test(what_passed_is_no_drop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
