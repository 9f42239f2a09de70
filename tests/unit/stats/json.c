// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <jansson.h>

#include "cleanup.h"
#include "tests/unit/metrics/example.h"
#include "tools/stats/render.h"

static void cleanup_json(json_t **json)
{
	json_decref(*json);
}

#define _cleanup_json_ _cleanup_(cleanup_json)

static json_t *rendered(const struct report *now, const struct report *change)
{
	_cleanup_free_ char *text = RENDERED(render_json(now, change, out));
	json_t *document = json_loads(text, JSON_REJECT_DUPLICATES, NULL);

	assert_non_null(document);
	assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
	return document;
}

/* Follows keys, and numbers into lists: `interfaces.0.services.1`. */
static json_t *at(json_t *json, const char *path)
{
	_cleanup_free_ char *copy = strdup(path);
	char *save = NULL;

	for (char *key = strtok_r(copy, ".", &save); key; key = strtok_r(NULL, ".", &save))
		json = json_is_array(json) ? json_array_get(json, strtoul(key, NULL, 10))
					   : json_object_get(json, key);
	return json;
}

static void expect_json(json_t *document, const char *path, const char *expected)
{
	_cleanup_free_ char *text = json_dumps(at(document, path), JSON_COMPACT | JSON_ENCODE_ANY);

	assert_non_null(text);
	assert_string_equal(text, expected);
}

static void a_service_has_both_verdicts_in_both_directions(void **state)
{
	struct example example;

	(void)state;
	example_fill(&example);
	_cleanup_json_ json_t *document = rendered(&example.report, NULL);

	expect_json(
		document, "interfaces.0.services.0",
		"{\"name\":\"sip\","
		"\"in\":{\"pass\":{\"packets\":1234,\"bytes\":567890},\"drop\":{\"packets\":7,\"bytes\":420}},"
		"\"out\":{\"pass\":{\"packets\":999,\"bytes\":99949},\"drop\":{\"packets\":0,\"bytes\":0}}}");
	expect_json(document, "interfaces.0.services.2.name", "\"old-sip\"");
	expect_json(document, "interfaces.0.essentials.0",
		    "{\"name\":\"arp\","
		    "\"in\":{\"pass\":{\"packets\":12,\"bytes\":504},\"drop\":{\"packets\":0,\"bytes\":0}},"
		    "\"out\":{\"pass\":{\"packets\":0,\"bytes\":0},\"drop\":{\"packets\":0,\"bytes\":0}}}");
	assert_int_equal(json_array_size(at(document, "interfaces.0.essentials")), ESSENTIALS_COUNT);
}

static void an_interface_tells_its_rules(void **state)
{
	struct example example;

	(void)state;
	example_fill(&example);
	_cleanup_json_ json_t *document = rendered(&example.report, NULL);

	expect_json(document, "interfaces.0.interface", "\"wan0\"");
	expect_json(document, "interfaces.0.attached", "true");
	expect_json(document, "interfaces.0.mode", "\"native\"");
	expect_json(document, "interfaces.0.generation", "3");
	expect_json(document, "interfaces.0.hash",
		    "\"0f1e2d3c4b5a00000000000000000000000000000000000000000000000000ff\"");
	expect_json(document, "interfaces.0.rules_mode", "\"enforce\"");
	expect_json(document, "interfaces.0.last_reload", "\"2026-01-01T00:00:00Z\"");
	expect_json(document, "interfaces.0.pending_confirm_s", "null");
	expect_json(document, "interfaces.0.confirm_expired", "null");
	expect_json(document, "interfaces.0.tables", "{\"limits\":{\"used\":12,\"max\":16384}}");
}

static void rules_that_wait_to_be_confirmed_are_told_and_those_that_expired(void **state)
{
	struct example example;

	(void)state;
	example_fill(&example);
	example.snapshot.trial = (struct trial){.pending = true, .left_s = 43};
	_cleanup_json_ json_t *pending = rendered(&example.report, NULL);
	expect_json(pending, "interfaces.0.pending_confirm_s", "43");

	example.snapshot.trial = (struct trial){
		.expired = true, .expired_at_ns = 1767225600000000000, .rules = {.generation = 4}};
	_cleanup_json_ json_t *expired = rendered(&example.report, NULL);
	expect_json(expired, "interfaces.0.pending_confirm_s", "null");
	expect_json(expired, "interfaces.0.confirm_expired.generation", "4");
	expect_json(expired, "interfaces.0.confirm_expired.at", "\"2026-01-01T00:00:00Z\"");
}

static void every_reason_is_listed_in_the_order_of_its_number(void **state)
{
	static const char *const names[] = {
#define X(constant, number, name, sentence) [number] = name,
		REASONS(X)
#undef X
	};
	struct example example;
	size_t listed = 0;

	(void)state;
	example_fill(&example);
	_cleanup_json_ json_t *document = rendered(&example.report, NULL);
	json_t *drops = at(document, "interfaces.0.drops"), *would = at(document, "interfaces.0.would_drop");

	for (size_t i = REASON_DROP; i < sizeof(names) / sizeof(names[0]); i++, listed++) {
		json_t *drop = json_array_get(drops, listed);

		assert_string_equal(json_string_value(json_object_get(drop, "reason")), names[i]);
		assert_int_equal(json_integer_value(json_object_get(drop, "packets")),
				 example.snapshot.reason[i].in_drop.packets);
		assert_string_equal(json_string_value(at(json_array_get(would, listed), "reason")), names[i]);
	}
	assert_int_equal(json_array_size(drops), listed);
	assert_int_equal(json_array_size(would), listed);
}

static json_int_t packets_sum(json_t *list, const char *path)
{
	json_int_t sum = 0;
	json_t *item;
	size_t i;

	json_array_foreach(list, i, item) sum += json_integer_value(at(item, path));
	return sum;
}

static void totals_hold_every_packet_once(void **state)
{
	struct example example;

	(void)state;
	example_fill(&example);
	example.snapshot.reason[REASON_PEER].in_would_drop = (struct traffic){50, 5000};
	_cleanup_json_ json_t *document = rendered(&example.report, NULL);
	json_t *wan0 = at(document, "interfaces.0");

	assert_int_equal(packets_sum(at(wan0, "drops"), "packets"),
			 json_integer_value(at(wan0, "totals.in.drop.packets")));
	assert_int_equal(packets_sum(at(wan0, "services"), "in.pass.packets") +
				 packets_sum(at(wan0, "essentials"), "in.pass.packets") +
				 packets_sum(at(wan0, "would_drop"), "packets"),
			 json_integer_value(at(wan0, "totals.in.pass.packets")));
	expect_json(
		document, "interfaces.0.totals",
		"{\"in\":{\"pass\":{\"packets\":1299,\"bytes\":573574},"
		"\"drop\":{\"packets\":81246,\"bytes\":5118720}},"
		"\"out\":{\"pass\":{\"packets\":999,\"bytes\":99949},\"drop\":{\"packets\":0,\"bytes\":0}}}");
}

static void a_change_adds_rates_to_the_counts(void **state)
{
	struct example example, change;

	(void)state;
	example_fill(&example);
	example_change(&change, 2.0);
	_cleanup_json_ json_t *document = rendered(&example.report, &change.report);

	expect_json(
		document, "interfaces.0.services.0.in.pass",
		"{\"packets\":1234,\"bytes\":567890,\"packets_per_second\":10.0,\"bytes_per_second\":2000.0}");
	expect_json(
		document, "interfaces.0.totals.in.drop",
		"{\"packets\":81246,\"bytes\":5118720,\"packets_per_second\":2.5,\"bytes_per_second\":150.0}");
	expect_json(document, "interfaces.0.drops.3",
		    "{\"reason\":\"bogon\",\"packets\":5,\"bytes\":300,"
		    "\"packets_per_second\":2.5,\"bytes_per_second\":150.0}");
}

static void an_interface_name_may_hold_any_byte(void **state)
{
	struct example example;

	(void)state;
	example_fill(&example);
	strcpy(example.snapshot.interface, "w\"\xff\033");
	_cleanup_json_ json_t *document = rendered(&example.report, NULL);

	assert_string_equal(json_string_value(at(document, "interfaces.0.interface")), "w\"?\033");
}

static void nothing_attached_is_an_empty_list(void **state)
{
	(void)state;
	_cleanup_free_ char *text = RENDERED(render_json(&(struct report){}, NULL, out));

	assert_string_equal(text, "{\"interfaces\":[]}\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_service_has_both_verdicts_in_both_directions),
		cmocka_unit_test(an_interface_tells_its_rules),
		cmocka_unit_test(rules_that_wait_to_be_confirmed_are_told_and_those_that_expired),
		cmocka_unit_test(every_reason_is_listed_in_the_order_of_its_number),
		cmocka_unit_test(totals_hold_every_packet_once),
		cmocka_unit_test(a_change_adds_rates_to_the_counts),
		cmocka_unit_test(an_interface_name_may_hold_any_byte),
		cmocka_unit_test(nothing_attached_is_an_empty_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
