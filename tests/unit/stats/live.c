// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/stats/live.h"

#include "cleanup.h"
#include "tests/unit/metrics/example.h"

/* Three looks of two seconds; the last is example_change(). */
struct scene {
	struct example now, change;
	struct history history;
	struct live_view view;
};

static int scene_make(void **state)
{
	struct scene *scene = calloc(1, sizeof(*scene));

	for (uint64_t packets = 5; packets <= 20; packets += packets) {
		example_change(&scene->change, 2.0);
		scene->change.services[0].stats.in_pass.packets = packets;
		assert_int_equal(history_add(&scene->history, &scene->change.report), 0);
	}
	example_fill(&scene->now);
	example_change(&scene->change, 2.0);
	scene->view = (struct live_view){
		.now = &scene->now.report,
		.change = &scene->change.report,
		.history = &scene->history,
		.interval_s = 2,
		.width = 84,
		.height = 24,
		.unicode = true,
	};
	*state = scene;
	return 0;
}

static int scene_free(void **state)
{
	struct scene *scene = *state;

	history_free(&scene->history);
	free(scene);
	return 0;
}

static char *drawn(const struct live_view *view)
{
	return RENDERED(render_live(view, out));
}

static void rates_and_their_past_are_drawn(void **state)
{
	struct scene *scene = *state;
	_cleanup_free_ char *text = drawn(&scene->view);

	assert_string_equal(
		text, "wan0  native, enforce, generation 3, hash 0f1e2d3c4b5a, in force for 2h 10m\n"
		      "\n"
		      "SERVICE        IN/S   BIT/S   OUT/S   BIT/S  DROP/S  LAST 6s\n"
		      "sip            10.0   16.0k       -       -       -  ▂▄█\n"
		      "tls               -       -       -       -       -     \n"
		      "essentials        -       -       -       -       -  \n"
		      "TOTAL          10.0   16.0k       -       -     2.5  ▂▄█\n"
		      "\n"
		      "DROPPED                /S   BIT/S  SO FAR  ███\n"
		      "bogon                 2.5    1.2k       5  ██████████  a source address that nobody \n"
		      "not-allowed             -       -   81.2k  ░░░░░░░░░░  nothing matches\n"
		      "rate-limit              -       -       7  ░░░░░░░░░░  beyond the rate its source or\n"
		      "\n"
		      "limits     ▏░░░░░░░░░░░░░░░░░░░   0 %  12 of 16.4k\n");
}

static void the_first_look_has_no_rates_yet(void **state)
{
	struct scene *scene = *state;
	const struct history none = {};

	scene->view.change = NULL;
	scene->view.history = &none;
	scene->view.unicode = false;
	_cleanup_free_ char *text = drawn(&scene->view);
	assert_non_null(strstr(text, "DROP/S  \nsip               -       -       -       -       -  \n"));
	assert_non_null(strstr(text, "not-allowed             -       -   81.2k  ..........  nothing"));
}

static void where_it_is_narrow_bits_give_way_to_the_past(void **state)
{
	struct scene *scene = *state;

	scene->view.width = 50;
	_cleanup_free_ char *text = drawn(&scene->view);
	assert_non_null(strstr(text, "SERVICE        IN/S   OUT/S  DROP/S  LAST 6s\n"
				     "sip            10.0       -       -  ▂▄█\n"));
}

static void where_it_is_low_totals_and_drops_stay(void **state)
{
	struct scene *scene = *state;

	scene->view.height = 9;
	_cleanup_free_ char *text = drawn(&scene->view);
	assert_string_equal(
		text, "wan0  native, enforce, generation 3, hash 0f1e2d3c4b5a, in force for 2h 10m\n"
		      "\n"
		      "SERVICE        IN/S   BIT/S   OUT/S   BIT/S  DROP/S  LAST 6s\n"
		      "(3 more in a taller window)\n"
		      "TOTAL          10.0   16.0k       -       -     2.5  ▂▄█\n"
		      "\n"
		      "DROPPED                /S   BIT/S  SO FAR  ███\n"
		      "bogon                 2.5    1.2k       5  ██████████  a source address that nobody \n"
		      "not-allowed             -       -   81.2k  ░░░░░░░░░░  nothing matches\n");
}

/* The size of the terminal is a promise, whatever it is. */
static void no_size_is_too_small(void **state)
{
	struct scene *scene = *state;

	for (scene->view.height = 0; scene->view.height < 30; scene->view.height++)
		for (scene->view.width = 1; scene->view.width < 130; scene->view.width += 3) {
			_cleanup_free_ char *text = drawn(&scene->view);
			unsigned lines = 0, columns = 0;

			for (const char *at = text; *at; at++) {
				columns += (*at & 0xc0) != 0x80; /* a character, not a byte */
				if (*at != '\n')
					continue;
				assert_true(columns - 1 <= scene->view.width);
				columns = 0;
				lines++;
			}
			assert_true(lines <= scene->view.height);
			assert_int_equal(columns, 0);
		}
}

static void two_interfaces_share_the_screen(void **state)
{
	struct scene *scene = *state;
	struct snapshot now[2] = {scene->now.snapshot, scene->now.snapshot};
	struct snapshot change[2] = {scene->change.snapshot, scene->change.snapshot};

	strcpy(now[1].interface, "wan1");
	scene->view.now = &(struct report){.list = now, .count = 2};
	scene->view.change = &(struct report){.list = change, .count = 2, .seconds = 2};
	_cleanup_free_ char *text = drawn(&scene->view);
	const char *second = strstr(text, "\n\nwan1  native");
	assert_non_null(second);
	assert_non_null(strstr(second, "\nTOTAL  "));
	assert_non_null(strstr(second, "\nbogon  "));
}

static void with_monitor_what_would_be_dropped_is_shown(void **state)
{
	struct scene *scene = *state;

	scene->now.snapshot.rules.mode = MODE_MONITOR;
	scene->now.snapshot.reason[REASON_PEER].in_would_drop = (struct traffic){40, 4000};
	scene->change.snapshot.reason[REASON_PEER].in_would_drop = (struct traffic){8, 800};
	_cleanup_free_ char *text = drawn(&scene->view);
	assert_non_null(strstr(text, "\nWOULD DROP             /S   BIT/S  SO FAR  \n"
				     "peer                  4.0    3.2k      40  ██████████"));
	assert_null(strstr(text, "bogon"));
}

static void outbound_drops_have_their_line(void **state)
{
	struct scene *scene = *state;

	scene->now.snapshot.reason[REASON_OUTBOUND].out_drop = (struct traffic){30, 3000};
	scene->change.snapshot.reason[REASON_OUTBOUND].out_drop = (struct traffic){30, 3000};
	_cleanup_free_ char *text = drawn(&scene->view);
	assert_non_null(strstr(text, "\nunlisted          -       -       -       -    15.0  \n"));
	assert_non_null(strstr(text, "\noutbound             15.0   12.0k      30  ████████▋░"));
}

static void a_table_that_is_nearly_full_is_red(void **state)
{
	struct scene *scene = *state;

	scene->view.color = true;
	scene->now.snapshot.table[0] = (struct snapshot_table){
		.name = "flows", .used = 160000, .max = 163840, .evicts = true, .evicted = 12};
	_cleanup_free_ char *text = drawn(&scene->view);
	assert_non_null(strstr(
		text,
		"flows      \033[1;31m███████████████████▌\033[0m  98 %  160k of 164k, forgotten: 12\n"));
}

static void rules_on_trial_are_told(void **state)
{
	struct scene *scene = *state;

	scene->now.snapshot.trial = (struct trial){.pending = true, .left_s = 23};
	_cleanup_free_ char *pending = drawn(&scene->view);
	assert_non_null(
		strstr(pending, "in force for 2h 10m\nNOT CONFIRMED YET: falls back in 23 s\nSERVICE"));
	scene->now.snapshot.trial = (struct trial){.expired = true, .rules.generation = 4};
	_cleanup_free_ char *expired = drawn(&scene->view);
	assert_non_null(
		strstr(expired, "in force for 2h 10m\nFELL BACK: generation 4 was not confirmed\nSERVICE"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, scene_make, scene_free)
	const struct CMUnitTest tests[] = {
		TEST(rates_and_their_past_are_drawn),
		TEST(the_first_look_has_no_rates_yet),
		TEST(where_it_is_narrow_bits_give_way_to_the_past),
		TEST(where_it_is_low_totals_and_drops_stay),
		TEST(no_size_is_too_small),
		TEST(two_interfaces_share_the_screen),
		TEST(with_monitor_what_would_be_dropped_is_shown),
		TEST(outbound_drops_have_their_line),
		TEST(a_table_that_is_nearly_full_is_red),
		TEST(rules_on_trial_are_told),
	};
#undef TEST

	return cmocka_run_group_tests(tests, NULL, NULL);
}
