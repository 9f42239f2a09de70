// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/metrics/prometheus.h"

#include "cleanup.h"
#include "tests/unit/metrics/example.h"

enum {
	DROP_REASONS = 19,
	SAMPLES = 2 * 4 * EXAMPLE_SERVICES + 3 * DROP_REASONS + ESSENTIALS_COUNT + 3 /* outbound */ +
		  3 /* rules mode */ + 2 /* the one table */ + 5 /* attached, rules, reload, confirm */,
};

static void samples_carry_their_labels(void **state)
{
	struct example example;

	(void)state;
	example_fill(&example);
	example.snapshot.reason[REASON_OUTBOUND] = (struct reason_stats){
		.out_pass.packets = 31, .out_drop.packets = 32, .out_would_drop.packets = 33};
	_cleanup_free_ char *text = RENDERED(render_prometheus(&example.report, METRICS_TEXT, out));
	static const char *const lines[] = {
		"ucgate_service_packets_total{interface=\"wan0\",service=\"sip\",direction=\"in\",verdict=\"pass\"} 1234\n",
		"ucgate_service_bytes_total{interface=\"wan0\",service=\"sip\",direction=\"out\",verdict=\"pass\"} 99949\n",
		"ucgate_drops_total{interface=\"wan0\",reason=\"not-allowed\"} 81234\n",
		"ucgate_drop_bytes_total{interface=\"wan0\",reason=\"not-allowed\"} 5118000\n",
		"ucgate_would_drops_total{interface=\"wan0\",reason=\"bogon\"} 0\n",
		"ucgate_outbound_packets_total{interface=\"wan0\",verdict=\"pass\"} 31\n",
		"ucgate_outbound_packets_total{interface=\"wan0\",verdict=\"drop\"} 32\n",
		"ucgate_outbound_packets_total{interface=\"wan0\",verdict=\"would-drop\"} 33\n",
		"ucgate_rules_mode{interface=\"wan0\",mode=\"enforce\"} 1\n",
		"ucgate_rules_mode{interface=\"wan0\",mode=\"panic\"} 0\n",
		"ucgate_read_errors 0\n",
		"ucgate_essential_packets_total{interface=\"wan0\",essential=\"arp\"} 12\n",
		"ucgate_interface_attached{interface=\"wan0\",mode=\"native\"} 1\n",
		"ucgate_ruleset_info{interface=\"wan0\",hash=\"0f1e2d3c4b5a0000000000000000000000000000000000000000"
		"0000000000ff\",generation=\"3\"} 1\n",
		"ucgate_table_entries{interface=\"wan0\",table=\"limits\"} 12\n",
		"ucgate_table_max_entries{interface=\"wan0\",table=\"limits\"} 16384\n",
		"ucgate_reload_success_timestamp_seconds{interface=\"wan0\"} 1767225600.000\n",
		"ucgate_build_info{version=\"" UCGATE_VERSION "\"} 1\n",
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		assert_non_null(strstr(text, lines[i]));
}

/* One HELP, one TYPE, then all samples of a metric, whatever the number of interfaces. */
static void samples_of_a_metric_stay_together(void **state)
{
	struct example one, two;
	char metric[128] = "", word[128], name[128];

	(void)state;
	example_fill(&one);
	example_fill(&two);
	strcpy(two.snapshot.interface, "wan1");
	struct snapshot both[] = {one.snapshot, two.snapshot};
	_cleanup_free_ char *text =
		RENDERED(render_prometheus(&(struct report){.list = both, .count = 2}, METRICS_TEXT, out));
	_cleanup_fclose_ FILE *lines = fmemopen(text, strlen(text), "r");
	char line[512];
	int samples = 0;

	while (fgets(line, sizeof(line), lines)) {
		if (sscanf(line, "# %127s %127s", word, name) == 2) {
			if (strcmp(word, "HELP") == 0)
				strcpy(metric, name);
			assert_string_equal(metric, name);
			continue;
		}
		assert_int_equal(strcspn(line, "{ "), strlen(metric));
		assert_memory_equal(line, metric, strlen(metric));
		samples++;
	}
	assert_int_equal(samples, 2 * SAMPLES + RELOAD_RESULTS_COUNT + 2 /* build, errors */);
}

static void label_values_are_escaped(void **state)
{
	struct example example;

	(void)state;
	example_fill(&example);
	strcpy(example.snapshot.interface, "a\"b\\c\nd");
	_cleanup_free_ char *text = RENDERED(render_prometheus(&example.report, METRICS_TEXT, out));
	assert_non_null(
		strstr(text, "ucgate_interface_attached{interface=\"a\\\"b\\\\c\\nd\",mode=\"native\"} 1\n"));
}

/* Prometheus takes nothing of an answer that is no UTF-8. */
static void label_values_are_utf8(void **state)
{
	struct example example;

	(void)state;
	example_fill(&example);
	strcpy(example.snapshot.interface, "w\xff\xc3\xa9\xc3");
	_cleanup_free_ char *text = RENDERED(render_prometheus(&example.report, METRICS_TEXT, out));
	assert_non_null(
		strstr(text, "ucgate_interface_attached{interface=\"w?\xc3\xa9?\",mode=\"native\"} 1\n"));
}

static void a_filter_that_is_gone_is_zero(void **state)
{
	struct example example;

	(void)state;
	example_fill(&example);
	example.snapshot.attached = false;
	_cleanup_free_ char *text = RENDERED(render_prometheus(&example.report, METRICS_TEXT, out));
	assert_non_null(strstr(text, "ucgate_interface_attached{interface=\"wan0\",mode=\"native\"} 0\n"));
}

/* An alert needs a sample to fire on, and no pins means that nothing filters. */
static void an_interface_that_was_asked_for_and_has_no_pins_is_zero(void **state)
{
	const char *missing[] = {"wan7"};
	struct report report = {.missing = missing, .missing_count = 1, .unread = 2};

	(void)state;
	_cleanup_free_ char *text = RENDERED(render_prometheus(&report, METRICS_TEXT, out));
	assert_non_null(strstr(text, "\nucgate_interface_attached{interface=\"wan7\",mode=\"none\"} 0\n"));
	assert_non_null(strstr(text, "\nucgate_read_errors 2\n"));
	assert_non_null(strstr(text, "\nucgate_build_info{version=\"" UCGATE_VERSION "\"} 1\n"));
}

static void reloads_of_all_interfaces_add_up(void **state)
{
	struct example one, two;

	(void)state;
	example_fill(&one);
	example_fill(&two);
	strcpy(two.snapshot.interface, "wan1");
	one.snapshot.changes.reloads[RELOAD_REFUSED] = 2;
	two.snapshot.changes.reloads[RELOAD_REFUSED] = 3;
	one.snapshot.changes.reloaded_at_ns = 1767225661500000000;
	one.snapshot.trial.pending = true;
	two.snapshot.trial.expired = true;
	struct snapshot both[] = {one.snapshot, two.snapshot};
	_cleanup_free_ char *text =
		RENDERED(render_prometheus(&(struct report){.list = both, .count = 2}, METRICS_TEXT, out));
	static const char *const lines[] = {
		"ucgate_reloads_total{result=\"success\"} 0\n",
		"ucgate_reloads_total{result=\"refused\"} 5\n",
		"ucgate_reload_success_timestamp_seconds{interface=\"wan0\"} 1767225661.500\n",
		"ucgate_reload_success_timestamp_seconds{interface=\"wan1\"} 1767225600.000\n",
		"ucgate_confirm_pending{interface=\"wan0\"} 1\n",
		"ucgate_confirm_pending{interface=\"wan1\"} 0\n",
		"ucgate_confirm_expired{interface=\"wan0\"} 0\n",
		"ucgate_confirm_expired{interface=\"wan1\"} 1\n",
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		assert_non_null(strstr(text, lines[i]));
}

static void openmetrics_names_counters_without_total_and_ends(void **state)
{
	struct example example;

	(void)state;
	example_fill(&example);
	_cleanup_free_ char *text = RENDERED(render_prometheus(&example.report, METRICS_OPENMETRICS, out));
	assert_non_null(strstr(text, "# TYPE ucgate_drops counter\nucgate_drops_total{interface=\"wan0\","));
	assert_non_null(strstr(text, "# TYPE ucgate_build_info gauge\nucgate_build_info{"));
	assert_string_equal(text + strlen(text) - strlen("\n# EOF\n"), "\n# EOF\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(samples_carry_their_labels),
		cmocka_unit_test(samples_of_a_metric_stay_together),
		cmocka_unit_test(label_values_are_escaped),
		cmocka_unit_test(label_values_are_utf8),
		cmocka_unit_test(a_filter_that_is_gone_is_zero),
		cmocka_unit_test(an_interface_that_was_asked_for_and_has_no_pins_is_zero),
		cmocka_unit_test(reloads_of_all_interfaces_add_up),
		cmocka_unit_test(openmetrics_names_counters_without_total_and_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
