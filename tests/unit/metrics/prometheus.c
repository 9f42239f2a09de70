// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/metrics/prometheus.h"

#include "cleanup.h"
#include "tests/unit/metrics/example.h"

static void samples_carry_their_labels(void **state)
{
	struct example example;

	(void)state;
	example_fill(&example);
	_cleanup_free_ char *text = RENDERED(render_prometheus(&example.report, out));
	static const char *const lines[] = {
		"ucgate_service_packets_total{interface=\"wan0\",service=\"sip\",direction=\"in\",verdict=\"pass\"} 1234\n",
		"ucgate_service_bytes_total{interface=\"wan0\",service=\"sip\",direction=\"out\",verdict=\"pass\"} 99949\n",
		"ucgate_drops_total{interface=\"wan0\",reason=\"not-allowed\"} 81234\n",
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
		RENDERED(render_prometheus(&(struct report){.list = both, .count = 2}, out));
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
		assert_int_equal(strcspn(line, "{"), strlen(metric));
		assert_memory_equal(line, metric, strlen(metric));
		samples++;
	}
	assert_int_equal(samples, 2 * (4 * EXAMPLE_SERVICES * 2 + 19 + ESSENTIALS_COUNT + 5) + 1);
}

static void label_values_are_escaped(void **state)
{
	struct example example;

	(void)state;
	example_fill(&example);
	strcpy(example.snapshot.interface, "a\"b\\c\nd");
	_cleanup_free_ char *text = RENDERED(render_prometheus(&example.report, out));
	assert_non_null(
		strstr(text, "ucgate_interface_attached{interface=\"a\\\"b\\\\c\\nd\",mode=\"native\"} 1\n"));
}

static void a_filter_that_is_gone_is_zero(void **state)
{
	struct example example;

	(void)state;
	example_fill(&example);
	example.snapshot.attached = false;
	_cleanup_free_ char *text = RENDERED(render_prometheus(&example.report, out));
	assert_non_null(strstr(text, "ucgate_interface_attached{interface=\"wan0\",mode=\"native\"} 0\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(samples_carry_their_labels),
		cmocka_unit_test(samples_of_a_metric_stay_together),
		cmocka_unit_test(label_values_are_escaped),
		cmocka_unit_test(a_filter_that_is_gone_is_zero),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
