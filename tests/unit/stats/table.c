// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "cleanup.h"
#include "tests/unit/metrics/example.h"
#include "tools/stats/render.h"

static void counts_are_shown_in_human_units(void **state)
{
	struct example example;

	(void)state;
	example_fill(&example);
	_cleanup_free_ char *text =
		RENDERED(render_table(&example.report, NULL, &(struct table_style){}, out));
	assert_string_equal(text,
			    "wan0  native, enforce, generation 3, hash 0f1e2d3c4b5a, in force for 2h 10m\n"
			    "/etc/ucgate/ucgate.yaml\n"
			    "\n"
			    "SERVICE    IN PASS  BYTES  IN DROP  BYTES  OUT PASS  BYTES  OUT DROP  BYTES\n"
			    "sip           1.2k   568k        7    420       999  99.9k         -      -\n"
			    "tls              -      -        -      -         -      -         -      -\n"
			    "(old-sip)        3    180        -      -         -      -         -      -\n"
			    "\n"
			    "ESSENTIAL  IN PASS  BYTES  IN DROP  BYTES  OUT PASS  BYTES  OUT DROP  BYTES\n"
			    "arp             12    504        -      -         -      -         -      -\n"
			    "\n"
			    "TOTAL         1.2k   569k    81.2k   5.1M       999  99.9k         -      -\n"
			    "\n"
			    "DROPPED      PACKETS  BYTES  WHY\n"
			    "bogon              5    300  a source address that nobody can have\n"
			    "rate-limit         7    420  beyond the rate its source or service may have\n"
			    "not-allowed    81.2k   5.1M  nothing matches\n"
			    "\n"
			    "TABLE   USED    MAX\n"
			    "limits    12  16.4k\n");
}

static void a_change_is_shown_as_rates(void **state)
{
	struct example example, change;

	(void)state;
	example_fill(&example);
	example_change(&change, 2.0);
	_cleanup_free_ char *text =
		RENDERED(render_table(&example.report, &change.report, &(struct table_style){}, out));
	assert_string_equal(text,
			    "wan0  native, enforce, generation 3, hash 0f1e2d3c4b5a, in force for 2h 10m\n"
			    "/etc/ucgate/ucgate.yaml\n"
			    "per second, over the last 2.0 s\n"
			    "\n"
			    "SERVICE    IN PASS  BYTES  IN DROP  BYTES  OUT PASS  BYTES  OUT DROP  BYTES\n"
			    "sip           10.0   2.0k        -      -         -      -         -      -\n"
			    "tls              -      -        -      -         -      -         -      -\n"
			    "(old-sip)        -      -        -      -         -      -         -      -\n"
			    "\n"
			    "ESSENTIAL  IN PASS  BYTES  IN DROP  BYTES  OUT PASS  BYTES  OUT DROP  BYTES\n"
			    "arp              -      -        -      -         -      -         -      -\n"
			    "\n"
			    "TOTAL         10.0   2.0k      2.5    150         -      -         -      -\n"
			    "\n"
			    "DROPPED      PACKETS  BYTES  WHY\n"
			    "bogon            2.5    150  a source address that nobody can have\n"
			    "rate-limit         -      -  beyond the rate its source or service may have\n"
			    "not-allowed        -      -  nothing matches\n"
			    "\n"
			    "TABLE   USED    MAX\n"
			    "limits    12  16.4k\n");
}

static void exact_numbers_keep_every_digit_on_a_narrow_terminal(void **state)
{
	struct example example;

	(void)state;
	example_fill(&example);
	example.services[0].stats.in_pass = (struct traffic){UINT64_MAX, UINT64_MAX};
	_cleanup_free_ char *text = RENDERED(
		render_table(&example.report, NULL, &(struct table_style){.exact = true, .width = 80}, out));
	assert_non_null(strstr(text, "\nsip        18446744073709551615  18446744073709551615        7 "));
}

static void a_long_name_is_wrapped_where_the_terminal_ends(void **state)
{
	struct example example;

	(void)state;
	example_fill(&example);
	strcpy(example.services[0].name, "a-name-with-all-thirty-one-byte");
	_cleanup_free_ char *text =
		RENDERED(render_table(&example.report, NULL, &(struct table_style){.width = 80}, out));
	assert_non_null(strstr(text, "\na-name-with-al     1.2k   568k "));
	assert_non_null(strstr(text, "\nl-thirty-one-b"));
	_cleanup_free_ char *wide =
		RENDERED(render_table(&example.report, NULL, &(struct table_style){.width = 120}, out));
	assert_non_null(strstr(wide, "\na-name-with-all-thirty-one-byte     1.2k   568k "));
}

static void no_line_of_a_full_table_exceeds_80_columns(void **state)
{
	struct example example;

	(void)state;
	example_fill(&example);
	for (int i = 0; i < REASON_MAX; i++)
		example.snapshot.reason[i] =
			(struct reason_stats){.in_drop = {UINT64_MAX / 400, UINT64_MAX / 400},
					      .in_would_drop = {UINT64_MAX / 400, UINT64_MAX / 400}};
	_cleanup_free_ char *text =
		RENDERED(render_table(&example.report, NULL, &(struct table_style){.width = 80}, out));
	for (const char *line = text, *end; (end = strchr(line, '\n')); line = end + 1)
		assert_true(end - line <= 80);
}

static void monitor_mode_shows_what_would_be_dropped(void **state)
{
	struct example example;

	(void)state;
	example_fill(&example);
	example.snapshot.rules.mode = MODE_MONITOR;
	example.snapshot.reason[REASON_PEER].in_would_drop = (struct traffic){1000, 64000};
	_cleanup_free_ char *text =
		RENDERED(render_table(&example.report, NULL, &(struct table_style){}, out));
	assert_non_null(strstr(text, "wan0  native, monitor, "));
	assert_non_null(strstr(text,
			       "\nWOULD DROP   PACKETS  BYTES  WHY\n"
			       "peer            1.0k  64.0k  a service lists the port, not this address\n"));
	assert_non_null(strstr(text, "\nTOTAL         2.2k   633k "));
}

static void colours_only_paint(void **state)
{
	struct example example;

	(void)state;
	example_fill(&example);
	_cleanup_free_ char *text =
		RENDERED(render_table(&example.report, NULL, &(struct table_style){.color = true}, out));
	assert_non_null(strstr(text, "\033[1mwan0\033[0m  native, \033[32menforce\033[0m, generation 3"));
	assert_non_null(strstr(text, "\n\033[2m(old-sip)        3    180 "));
}

static void a_filter_that_is_gone_from_its_interface_is_named(void **state)
{
	struct example example;

	(void)state;
	example_fill(&example);
	example.snapshot.attached = false;
	_cleanup_free_ char *text =
		RENDERED(render_table(&example.report, NULL, &(struct table_style){}, out));
	assert_non_null(strstr(text, "wan0  native, enforce, not attached, generation 3"));
}

static void rules_on_trial_are_loud_before_and_after_their_time(void **state)
{
	struct example example;

	(void)state;
	example_fill(&example);
	example.snapshot.trial = (struct trial){.pending = true, .left_s = 43};
	_cleanup_free_ char *pending =
		RENDERED(render_table(&example.report, NULL, &(struct table_style){}, out));
	assert_non_null(strstr(pending, "\nNOT CONFIRMED YET: falls back in 43 s\n"));
	example.snapshot.trial = (struct trial){.expired = true, .rules = {.generation = 4}};
	_cleanup_free_ char *expired =
		RENDERED(render_table(&example.report, NULL, &(struct table_style){}, out));
	assert_non_null(strstr(expired, "\nFELL BACK: generation 4 was not confirmed\n"));
}

static void a_file_name_cannot_move_the_cursor(void **state)
{
	struct example example;

	(void)state;
	example_fill(&example);
	strcpy(example.snapshot.file, "/tmp/\033[2J\n.yaml");
	_cleanup_free_ char *text =
		RENDERED(render_table(&example.report, NULL, &(struct table_style){}, out));
	assert_null(strchr(text, '\033'));
	assert_non_null(strstr(text, "\n/tmp/\\x1b[2J\\x0a.yaml\n"));
}

static void nothing_attached_prints_nothing(void **state)
{
	(void)state;
	_cleanup_free_ char *text =
		RENDERED(render_table(&(struct report){}, NULL, &(struct table_style){}, out));
	assert_string_equal(text, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_are_shown_in_human_units),
		cmocka_unit_test(a_change_is_shown_as_rates),
		cmocka_unit_test(exact_numbers_keep_every_digit_on_a_narrow_terminal),
		cmocka_unit_test(a_long_name_is_wrapped_where_the_terminal_ends),
		cmocka_unit_test(no_line_of_a_full_table_exceeds_80_columns),
		cmocka_unit_test(monitor_mode_shows_what_would_be_dropped),
		cmocka_unit_test(colours_only_paint),
		cmocka_unit_test(a_filter_that_is_gone_from_its_interface_is_named),
		cmocka_unit_test(rules_on_trial_are_loud_before_and_after_their_time),
		cmocka_unit_test(a_file_name_cannot_move_the_cursor),
		cmocka_unit_test(nothing_attached_prints_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
