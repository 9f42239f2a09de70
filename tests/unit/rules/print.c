// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "cleanup.h"
#include "rules/rules.h"
#include "tests/harness/ruleset.h"

static char *printed(const struct ruleset *ruleset)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	assert_int_equal(ruleset_print(ruleset, out), 0);
	assert_int_equal(fclose(out), 0);
	return text;
}

/* Reads a text as a rule file that must be right. */
static void read_again(const char *text, struct ruleset *ret)
{
	char path[] = "/tmp/ucgate-print-XXXXXX";
	struct diagnostics d = {0};
	int fd = mkstemp(path), r;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	r = ruleset_read(path, &d, ret);
	if (d.errors)
		diagnostics_print(&d, stderr, false);
	unlink(path);
	diagnostics_free(&d);
	assert_int_equal(r, 0);
}

static struct rules *compiled(const struct ruleset *ruleset)
{
	struct diagnostics d = {0};
	struct rules *rules = NULL;

	assert_int_equal(ruleset_compile(ruleset, &d, &rules), 0);
	return rules;
}

static void what_the_kernel_holds_prints_to_the_same_rules(void **state)
{
	struct dice dice = {.state = 99};

	(void)state;
	for (int i = 0; i < 80; i++) {
		_cleanup_(ruleset_free) struct ruleset ruleset = {0}, kernel = {0}, again = {0};
		_cleanup_free_ struct rules *rules = NULL, *second = NULL;
		_cleanup_free_ char *text = NULL;

		ruleset_roll(&dice, &ruleset);
		rules = compiled(&ruleset);
		assert_int_equal(rules_decompile(rules, &kernel), 0);
		text = printed(&kernel);
		read_again(text, &again);
		second = compiled(&again);
		assert_memory_equal(second->header.hash, rules->header.hash, 32);
	}
}

/* Every key of a rule file, with a value that is not its default. */
static void ruleset_fill(struct ruleset *ruleset)
{
	struct service *service;

	ruleset_begin(ruleset);
	ruleset->mode = MODE_MONITOR;
	ruleset->state = STATE_NONE;
	ruleset->outbound = OUTBOUND_ENFORCE;
	ruleset->fragments = FRAGMENTS_LENIENT;
	ruleset->essentials &= (uint16_t) ~(1 << ESSENTIAL_LLDP);
	prefixes_add(&ruleset->never_block, "192.0.2.1");
	blocklist_add(ruleset, "drop", "203.0.113.0/24");
	service = ruleset_add(ruleset, "no", "443 5222-5223", "53", "198.51.100.0/24 2001:db8::/32");
	service->description = strdup("\"quoted\" \\ text");
	service->direction = DIRECTION_OUT;
	service->timeout_s = 5400;
	service->critical = true;
	service->per_source = (struct rate){.packets = 50, .period_s = 1, .burst = 100};
	service->total = (struct rate){.packets = 600, .period_s = 60, .burst = 600};
	protocols_add(service, "50");
	prefixes_add(&service->local, "192.0.2.10");
	ports_add(&service->local_ports, "1024-65535");
	ruleset_add(ruleset, "rtp", NULL, "1024-65535", NULL)->dynamic = true;
}

static const char *const filled_text = "version: 1\n"
				       "mode: monitor\n"
				       "state: none\n"
				       "outbound: enforce\n"
				       "fragments: lenient\n"
				       "essentials:\n"
				       "  lldp: false\n"
				       "never_block:\n"
				       "  - 192.0.2.1/32\n"
				       "blocklists:\n"
				       "  - name: drop\n"
				       "    prefixes:\n"
				       "      - 203.0.113.0/24\n"
				       "services:\n"
				       "  - name: \"no\"\n"
				       "    description: \"\\\"quoted\\\" \\\\ text\"\n"
				       "    tcp: [443, 5222-5223]\n"
				       "    udp: [53]\n"
				       "    protocols: [esp]\n"
				       "    direction: out\n"
				       "    local_ports: [1024-65535]\n"
				       "    peers:\n"
				       "      - 198.51.100.0/24\n"
				       "      - \"2001:db8::/32\"\n"
				       "    local:\n"
				       "      - 192.0.2.10/32\n"
				       "    timeout: 90m\n"
				       "    limit:\n"
				       "      per_source: 50/s burst 100\n"
				       "      total: 600/m\n"
				       "    critical: true\n"
				       "  - name: rtp\n"
				       "    udp: [1024-65535]\n"
				       "    dynamic: true\n";

static void every_key_is_printed(void **state)
{
	_cleanup_(ruleset_free) struct ruleset ruleset = {0};
	_cleanup_free_ char *text = NULL;

	(void)state;
	ruleset_fill(&ruleset);
	text = printed(&ruleset);
	assert_string_equal(text, filled_text);
}

static void names_that_yaml_takes_for_a_type_are_quoted(void **state)
{
	static const char *const names[] = {"no",   "yes", "on", "off", "true", "false",
					    "null", "y",   "n",	 "e1",	"sip"};
	_cleanup_(ruleset_free) struct ruleset ruleset = {0}, again = {0};
	_cleanup_free_ char *text = NULL;

	(void)state;
	ruleset_begin(&ruleset);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		ruleset_add(&ruleset, names[i], "443", NULL, NULL);
	text = printed(&ruleset);
	read_again(text, &again);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		assert_string_equal(again.services[i].name, names[i]);
}

static void every_protocol_is_read_as_it_was(void **state)
{
	static const uint8_t refused[] = {6, 17, 58, 43, 44, 59, 60, 135};
	_cleanup_(ruleset_free) struct ruleset ruleset = {0}, again = {0};
	_cleanup_free_ char *text = NULL;
	struct service *service;
	char number[16];

	(void)state;
	ruleset_begin(&ruleset);
	service = ruleset_add(&ruleset, "all", NULL, NULL, NULL);
	for (unsigned int i = 2; i <= 254; i++) {
		snprintf(number, sizeof(number), "%u", i);
		if (!memchr(refused, (int)i, sizeof(refused)))
			protocols_add(service, number);
	}
	text = printed(&ruleset);
	read_again(text, &again);
	assert_int_equal(again.services[0].protocols_count, service->protocols_count);
	for (size_t i = 0; i < service->protocols_count; i++)
		assert_int_equal(again.services[0].protocols[i].number, service->protocols[i].number);
}

static void a_description_is_read_as_it_was(void **state)
{
	static const char *const description = "a: b # \"c\" 'd' \\ e \xc3\xa4 %";
	_cleanup_(ruleset_free) struct ruleset ruleset = {0}, again = {0};
	_cleanup_free_ char *text = NULL;

	(void)state;
	ruleset_begin(&ruleset);
	ruleset_add(&ruleset, "sip", "5060", NULL, NULL)->description = strdup(description);
	text = printed(&ruleset);
	read_again(text, &again);
	assert_string_equal(again.services[0].description, description);
}

static void no_services_print_to_a_rule_file(void **state)
{
	_cleanup_(ruleset_free) struct ruleset ruleset = {0};
	_cleanup_free_ char *text = NULL;

	(void)state;
	ruleset_begin(&ruleset);
	text = printed(&ruleset);
	assert_string_equal(text, "version: 1\nservices: []\n");
}

static void panic_prints_as_monitor(void **state)
{
	struct ruleset ruleset = {.mode = MODE_OPEN, .essentials = (1 << ESSENTIALS_COUNT) - 1};
	_cleanup_(ruleset_free) struct ruleset again = {0};
	_cleanup_free_ char *text = printed(&ruleset);

	(void)state;
	assert_non_null(strstr(text, "# panic"));
	read_again(text, &again);
	assert_int_equal(again.mode, MODE_MONITOR);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_kernel_holds_prints_to_the_same_rules),
		cmocka_unit_test(every_key_is_printed),
		cmocka_unit_test(names_that_yaml_takes_for_a_type_are_quoted),
		cmocka_unit_test(every_protocol_is_read_as_it_was),
		cmocka_unit_test(a_description_is_read_as_it_was),
		cmocka_unit_test(no_services_print_to_a_rule_file),
		cmocka_unit_test(panic_prints_as_monitor),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
