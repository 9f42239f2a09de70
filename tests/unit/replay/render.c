// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/replay/render.h"

#include "tests/unit/replay/example.h"

static const uint8_t frame[] = {2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 0x88, 0xf7, 1, 2};

static struct replayed example_frame(const struct finding *finding)
{
	return (struct replayed){
		.frame = {.number = 7,
			  .time_ns = 1767225600123456789,
			  .data = frame,
			  .length = sizeof(frame)},
		.seconds = 12.3456789,
		.finding = *finding,
	};
}

static void a_frame_is_the_object_of_the_contract(void **state)
{
	struct replayed dropped = example_frame(&drop_not_allowed), passed = example_frame(&pass_sip);

	(void)state;
	passed.outbound = true;
	assert_rendered(
		frame_print_json(&dropped, false, out),
		"{\"n\":7,\"dir\":\"in\",\"verdict\":\"drop\",\"reason\":\"not-allowed\",\"service\":null}\n");
	assert_rendered(
		frame_print_json(&passed, false, out),
		"{\"n\":7,\"dir\":\"out\",\"verdict\":\"pass\",\"reason\":\"service\",\"service\":\"sip\"}\n");
}

static void what_panic_lets_pass_has_no_reason(void **state)
{
	const struct finding nothing = {true, REASON_NONE, ""};
	struct replayed passed = example_frame(&nothing);

	(void)state;
	assert_rendered(frame_print_json(&passed, false, out),
			"{\"n\":7,\"dir\":\"in\",\"verdict\":\"pass\",\"reason\":null,\"service\":null}\n");
}

static void a_listed_drop_has_its_time_and_packet(void **state)
{
	struct replayed dropped = example_frame(&drop_peer);

	(void)state;
	assert_rendered(
		frame_print_json(&dropped, true, out),
		"{\"n\":7,\"dir\":\"in\",\"verdict\":\"drop\",\"reason\":\"peer\",\"service\":\"sip\","
		"\"time\":\"2026-01-01T00:00:00.123456789Z\",\"packet\":\"ether 0x88f7 len 2\"}\n");
	assert_rendered(
		frame_print(&dropped, out),
		"     7     12.345679  in   drop        peer              sip         ether 0x88f7 len 2\n");
}

static void a_line_says_what_would_be_dropped(void **state)
{
	struct replayed watched = example_frame(&would_drop);

	(void)state;
	assert_rendered(
		frame_print(&watched, out),
		"     7     12.345679  in   would drop  not-allowed       -           ether 0x88f7 len 2\n");
}

static void a_change_has_both_verdicts(void **state)
{
	struct replayed changed = example_frame(&pass_sip);

	(void)state;
	changed.other = drop_peer;
	assert_rendered(change_print_json(&changed, out),
			"{\"n\":7,\"dir\":\"in\","
			"\"before\":{\"verdict\":\"pass\",\"reason\":\"service\",\"service\":\"sip\"},"
			"\"after\":{\"verdict\":\"drop\",\"reason\":\"peer\",\"service\":\"sip\"},"
			"\"time\":\"2026-01-01T00:00:00.123456789Z\",\"packet\":\"ether 0x88f7 len 2\"}\n");
	assert_rendered(change_print(&changed, out),
			"     7     12.345679  in   pass service sip         -> drop peer sip             "
			"ether 0x88f7 len 2\n");
}

static void the_summary_is_that_of_the_contract(void **state)
{
	struct tally tally = example_tally();

	(void)state;
	assert_rendered(
		summary_print_json(&tally, out),
		"{\"summary\":{\"frames\":10,\"pass\":7,\"drop\":3,"
		"\"reasons\":{\"service\":7,\"peer\":2,\"not-allowed\":1},\"services\":{\"sip\":7}}}\n");
	tally_free(&tally);
}

static void a_name_of_several_rows_is_summed_up_once(void **state)
{
	static const struct finding flow_sip = {true, REASON_FLOW, "sip"},
				    flow_rtp = {true, REASON_FLOW, "rtp"};
	struct tally tally = {0};

	(void)state;
	assert_int_equal(tally_add(&tally, &flow_sip, NULL, 1, false), 0);
	assert_int_equal(tally_add(&tally, &flow_rtp, NULL, 2, false), 0);
	assert_int_equal(tally_add(&tally, &pass_sip, NULL, 3, false), 0);
	assert_rendered(summary_print_json(&tally, out),
			"{\"summary\":{\"frames\":3,\"pass\":3,\"drop\":0,"
			"\"reasons\":{\"flow\":2,\"service\":1},\"services\":{\"sip\":2,\"rtp\":1}}}\n");
	tally_free(&tally);
}

static void the_summary_of_nothing_is_whole(void **state)
{
	const struct tally none = {0};

	(void)state;
	assert_rendered(
		summary_print_json(&none, out),
		"{\"summary\":{\"frames\":0,\"pass\":0,\"drop\":0,\"reasons\":{},\"services\":{}}}\n");
	assert_rendered(assert_int_equal(summary_print(&none, false, out), 0), "0 frames: 0 pass, 0 drop\n");
}

static void the_table_has_drops_first(void **state)
{
	struct tally tally = example_tally();

	(void)state;
	assert_rendered(
		assert_int_equal(summary_print(&tally, false, out), 0),
		"DROPPED      SERVICE  IN  OUT  FRAMES              WHY\n"
		"peer         sip       2    -  9, 10               a service lists the port, not this address\n"
		"not-allowed  -         1    -  1                   nothing matches\n"
		"\n"
		"PASSED       SERVICE  IN  OUT  FRAMES              WHY\n"
		"service      sip       4    3  2, 3, 4, 5, 6, ...  a service matched as server\n"
		"\n"
		"10 frames: 7 pass, 3 drop\n");
	tally_free(&tally);
}

static void what_only_monitor_lets_pass_is_apart(void **state)
{
	struct tally tally = {0};

	(void)state;
	assert_int_equal(tally_add(&tally, &would_drop, NULL, 1, false), 0);
	assert_rendered(assert_int_equal(summary_print(&tally, false, out), 0),
			"WOULD DROP   SERVICE  IN  OUT  FRAMES  WHY\n"
			"not-allowed  -         1    -  1       nothing matches\n"
			"\n"
			"1 frame: 1 pass, 0 drop; 1 pass only because the rules are in monitor mode\n");
	tally_free(&tally);
}

static struct tally changed_tally(void)
{
	struct tally tally = {0};

	assert_int_equal(tally_add(&tally, &pass_sip, &drop_peer, 1, false), 0);
	assert_int_equal(tally_add(&tally, &pass_sip, &pass_sip, 2, false), 0);
	assert_int_equal(tally_add(&tally, &drop_not_allowed, &pass_sip, 3, true), 0);
	assert_int_equal(tally_add(&tally, &drop_not_allowed, &drop_peer, 4, false), 0);
	return tally;
}

static void changes_are_counted_by_their_kind(void **state)
{
	struct tally tally = changed_tally();

	(void)state;
	assert_rendered(changes_print_json(&tally, out),
			"{\"summary\":{\"frames\":4,\"changed\":2,\"pass_to_drop\":1,\"drop_to_pass\":1,"
			"\"other_reason\":1}}\n");
	tally_free(&tally);
}

static void changes_stand_in_a_table(void **state)
{
	struct tally tally = changed_tally();

	(void)state;
	assert_rendered(
		assert_int_equal(changes_print(&tally, false, out), 0),
		"NOW DROPPED  BY           IN  OUT  FRAMES  WHY\n"
		"service sip  peer sip      1    -  1       a service lists the port, not this address\n"
		"\n"
		"NOW PASSED   BY           IN  OUT  FRAMES  WHY\n"
		"not-allowed  service sip   -    1  3       a service matched as server\n"
		"\n"
		"AS BEFORE    BUT BY       IN  OUT  FRAMES  WHY\n"
		"not-allowed  peer sip      1    -  4       a service lists the port, not this address\n"
		"\n"
		"4 frames: 1 now dropped, 1 now passed\n");
	tally_free(&tally);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_frame_is_the_object_of_the_contract),
		cmocka_unit_test(what_panic_lets_pass_has_no_reason),
		cmocka_unit_test(a_listed_drop_has_its_time_and_packet),
		cmocka_unit_test(a_line_says_what_would_be_dropped),
		cmocka_unit_test(a_change_has_both_verdicts),
		cmocka_unit_test(the_summary_is_that_of_the_contract),
		cmocka_unit_test(a_name_of_several_rows_is_summed_up_once),
		cmocka_unit_test(the_summary_of_nothing_is_whole),
		cmocka_unit_test(the_table_has_drops_first),
		cmocka_unit_test(what_only_monitor_lets_pass_is_apart),
		cmocka_unit_test(changes_are_counted_by_their_kind),
		cmocka_unit_test(changes_stand_in_a_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
