// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <errno.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "rules/address.h"
#include "rules/model.h"
#include "rules/rules.h"

static char folder[] = "/tmp/ucgate-ruleset-XXXXXX";

static int folder_make(void **state)
{
	(void)state;
	return mkdtemp(folder) && chdir(folder) == 0 && mkdir("sub", 0700) == 0 ? 0 : -1;
}

static int folder_remove(void **state)
{
	static const char *const names[] = {"rules.yaml", "list.txt", "link.yaml", "sub/rules.yaml",
					    "sub/list.txt"};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		unlink(names[i]);
	return rmdir("sub") == 0 && chdir("/") == 0 ? rmdir(folder) : -1;
}

static void file_write(const char *name, const char *text)
{
	FILE *file = fopen(name, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

/* Reads a rule file that has nothing wrong. */
static void takes(const char *text, struct diagnostics *d, struct ruleset *ret)
{
	file_write("rules.yaml", text);
	if (ruleset_read("rules.yaml", d, ret) != 0)
		fail_msg("%s", d->count ? d->list[0].text : "no message");
}

/* How many errors it has, and what the first says. */
static void refuses(const char *text, size_t errors, const char *word)
{
	struct diagnostics d = {};
	struct ruleset ruleset = {.services_count = 77};

	file_write("rules.yaml", text);
	assert_int_equal(ruleset_read("rules.yaml", &d, &ruleset), -EINVAL);
	assert_int_equal(d.errors, errors);
	if (!strstr(d.list[0].text, word))
		fail_msg("%s", d.list[0].text);
	assert_int_equal(ruleset.services_count, 77);
	diagnostics_free(&d);
}

static void prefix_is(const struct prefix *prefix, const char *text, uint32_t line, uint32_t column)
{
	char printed[PREFIX_TEXT_SIZE];

	prefix_format(prefix, printed);
	assert_string_equal(printed, text);
	assert_int_equal(prefix->place.line, line);
	assert_int_equal(prefix->place.column, column);
}

static void what_is_not_said_has_its_default(void **state)
{
	struct diagnostics d = {};
	struct ruleset ruleset;
	char path[PATH_MAX];

	(void)state;
	takes("version: 1\nservices: [{name: sip, tcp: [5060]}]\n", &d, &ruleset);
	snprintf(path, sizeof(path), "%s/rules.yaml", folder);
	assert_string_equal(ruleset.file, path);
	assert_int_equal(ruleset.mode, MODE_ENFORCE);
	assert_int_equal(ruleset.state, STATE_TRACKED);
	assert_int_equal(ruleset.outbound, OUTBOUND_LISTED);
	assert_int_equal(ruleset.fragments, FRAGMENTS_STRICT);
	assert_int_equal(ruleset.essentials, (1 << ESSENTIALS_COUNT) - 1);
	assert_int_equal(ruleset.essential_place[ESSENTIAL_ARP].line, 0);
	assert_int_equal(ruleset.services[0].direction, DIRECTION_BOTH);
	assert_false(ruleset.services[0].dynamic || ruleset.services[0].critical);
	assert_null(ruleset.services[0].description);
	assert_int_equal(ruleset.services[0].timeout_s, 0);
	assert_int_equal(ruleset.services[0].per_source.packets, 0);
	ruleset_free(&ruleset);
	diagnostics_free(&d);
}

static void keys_of_the_file_are_read(void **state)
{
	struct diagnostics d = {};
	struct ruleset ruleset;

	(void)state;
	takes("version: 1\nmode: monitor\nstate: none\noutbound: enforce\nfragments: lenient\n"
	      "essentials: {lldp: false, echo: false, arp: true}\n"
	      "never_block: [192.0.2.0/24, 2001:db8::1]\n"
	      "blocklists: [{name: bad, prefixes: [203.0.113.7]}]\nservices: []\n",
	      &d, &ruleset);
	assert_int_equal(ruleset.mode, MODE_MONITOR);
	assert_int_equal(ruleset.state, STATE_NONE);
	assert_int_equal(ruleset.outbound, OUTBOUND_ENFORCE);
	assert_int_equal(ruleset.fragments, FRAGMENTS_LENIENT);
	assert_int_equal(ruleset.essentials,
			 ((1 << ESSENTIALS_COUNT) - 1) & ~(1 << ESSENTIAL_LLDP) & ~(1 << ESSENTIAL_ECHO));
	assert_int_equal(ruleset.essential_place[ESSENTIAL_ECHO].column, 33);
	assert_int_equal(ruleset.never_block.count, 2);
	prefix_is(&ruleset.never_block.list[0], "192.0.2.0/24", 7, 15);
	prefix_is(&ruleset.never_block.list[1], "2001:db8::1/128", 7, 29);
	assert_string_equal(ruleset.blocklists[0].name, "bad");
	assert_null(ruleset.blocklists[0].file);
	prefix_is(&ruleset.blocklists[0].prefixes.list[0], "203.0.113.7/32", 8, 37);
	assert_int_equal(ruleset.services_count, 0);
	assert_int_equal(ruleset.services_place.line, 9);
	ruleset_free(&ruleset);
	diagnostics_free(&d);
}

static const char full_service[] =
	"version: 1\nservices:\n  - description: one\n    name: \"no\"\n"
	"    tcp: [1, 2-3]\n    udp: ['4']\n    protocols: [esp, 41]\n    direction: both\n"
	"    peers: [192.0.2.0/24]\n    local: [198.51.100.1]\n    local_ports: [5-6]\n"
	"    timeout: 2h\n    limit: {per_source: 5/s, total: 6/m burst 7}\n    critical: true\n";

static void keys_of_a_service_are_read(void **state)
{
	struct diagnostics d = {};
	struct ruleset ruleset;
	const struct service *service;

	(void)state;
	takes(full_service, &d, &ruleset);
	service = &ruleset.services[0];
	assert_string_equal(service->name, "no");
	assert_string_equal(service->description, "one");
	assert_int_equal(service->tcp.count, 2);
	assert_int_equal(service->tcp.list[1].first, 2);
	assert_int_equal(service->tcp.list[1].last, 3);
	assert_int_equal(service->udp.list[0].first, 4);
	assert_int_equal(service->protocols_count, 2);
	assert_int_equal(service->protocols[0].number, 50);
	assert_int_equal(service->local_ports.list[0].last, 6);
	prefix_is(&service->peers.list[0], "192.0.2.0/24", 9, 13);
	prefix_is(&service->local.list[0], "198.51.100.1/32", 10, 13);
	assert_int_equal(service->timeout_s, 7200);
	assert_int_equal(service->per_source.burst, 5);
	assert_int_equal(service->total.period_s, 60);
	assert_int_equal(service->total.burst, 7);
	assert_true(service->critical);
	ruleset_free(&ruleset);
	diagnostics_free(&d);
}

static void places_of_a_service_are_those_of_its_keys_and_values(void **state)
{
	struct diagnostics d = {};
	struct ruleset ruleset;
	const struct service *service;

	(void)state;
	takes(full_service, &d, &ruleset);
	service = &ruleset.services[0];
	assert_int_equal(service->place.line, 3);
	assert_int_equal(service->place.column, 5);
	assert_int_equal(service->name_place.column, 11);
	assert_int_equal(service->tcp.list[1].place.column, 14);
	assert_int_equal(service->direction_place.column, 16);
	assert_int_equal(service->peers.place.line, 9);
	assert_int_equal(service->local_ports_place.column, 5);
	assert_int_equal(service->limit_place.line, 13);
	assert_int_equal(service->total.place.column, 37);
	ruleset_free(&ruleset);
	diagnostics_free(&d);
}

static void peers_and_peers_file_are_united(void **state)
{
	struct diagnostics d = {};
	struct ruleset ruleset;

	(void)state;
	file_write("list.txt", "192.0.2.1\n");
	takes("version: 1\nservices: [{name: a, tcp: [1], peers_file: list.txt, peers: [192.0.2.2]}]\n", &d,
	      &ruleset);
	assert_int_equal(ruleset.services[0].peers.count, 2);
	prefix_is(&ruleset.services[0].peers.list[0], "192.0.2.1/32", 1, 1);
	prefix_is(&ruleset.services[0].peers.list[1], "192.0.2.2/32", 2, 62);
	ruleset_free(&ruleset);
	diagnostics_free(&d);
}

static void list_files_lie_beside_the_rule_file_that_a_link_leads_to(void **state)
{
	struct diagnostics d = {};
	struct ruleset ruleset;

	(void)state;
	file_write("sub/rules.yaml", "version: 1\nservices: [{name: a, tcp: [1], peers_file: list.txt}]\n");
	file_write("sub/list.txt", "192.0.2.9\n");
	assert_int_equal(symlink("sub/rules.yaml", "link.yaml"), 0);
	assert_int_equal(ruleset_read("link.yaml", &d, &ruleset), 0);
	prefix_is(&ruleset.services[0].peers.list[0], "192.0.2.9/32", 1, 1);
	ruleset_free(&ruleset);
	diagnostics_free(&d);
}

static void every_error_is_reported(void **state)
{
	(void)state;
	refuses("version: 2\nmode: x\nservices: [{name: A, tcp: [0], peers: [10.0.0.1/8]}]\n", 5,
		"version 2");
	refuses("services: 1\n", 2, "missing key `version`");
	refuses("version: 1\nservices: [{name: a, tcp: [1], dynamic: true, protocols: [esp], direction: in}]\n",
		2, "dynamic");
}

static void after_a_syntax_error_nothing_more_is_said(void **state)
{
	(void)state;
	refuses("version: 2\nmode: x\nservices: [\n", 1, "YAML");
}

static void a_file_that_cannot_be_read_is_one_error(void **state)
{
	struct diagnostics d = {};
	struct ruleset ruleset = {};

	(void)state;
	assert_int_equal(ruleset_read("nowhere.yaml", &d, &ruleset), -EINVAL);
	assert_int_equal(d.errors, 1);
	assert_string_equal(d.list[0].file, "nowhere.yaml");
	assert_int_equal(d.list[0].place.line, 0);
	diagnostics_free(&d);
}

static void too_many_services_are_not_read(void **state)
{
	char text[8192] = "version: 1\nservices:\n";

	(void)state;
	for (int i = 0; i < 70; i++) {
		char line[64];

		snprintf(line, sizeof(line), "- {name: s%d, tcp: [%d]}\n", i, i + 1);
		strcat(text, line);
	}
	refuses(text, 1, "more than 64 services");
}

/* The text holds `count` bad ports. */
static void refuses_bad_ports(size_t count, size_t errors)
{
	char *text = malloc(64 + 2 * count), *end = text;

	end = stpcpy(end, "version: 1\nservices: [{name: a, tcp: [");
	for (size_t i = 0; i < count; i++)
		end = stpcpy(end, "0,");
	strcpy(end, "]}]\n");
	refuses(text, errors, "out of range");
	free(text);
}

static void after_ten_thousand_errors_the_rest_is_not_read(void **state)
{
	(void)state;
	refuses_bad_ports(9999, 9999);
	refuses_bad_ports(20000, 10001);
}

static void what_is_null_or_half_built_is_freed(void **state)
{
	struct ruleset ruleset = {};

	(void)state;
	ruleset_free(NULL);
	ruleset_free(&ruleset);
	ruleset.services = calloc(2, sizeof(*ruleset.services));
	ruleset.services_count = 2;
	ruleset_free(&ruleset);
	assert_null(ruleset.services);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_not_said_has_its_default),
		cmocka_unit_test(keys_of_the_file_are_read),
		cmocka_unit_test(keys_of_a_service_are_read),
		cmocka_unit_test(places_of_a_service_are_those_of_its_keys_and_values),
		cmocka_unit_test(peers_and_peers_file_are_united),
		cmocka_unit_test(list_files_lie_beside_the_rule_file_that_a_link_leads_to),
		cmocka_unit_test(every_error_is_reported),
		cmocka_unit_test(after_a_syntax_error_nothing_more_is_said),
		cmocka_unit_test(a_file_that_cannot_be_read_is_one_error),
		cmocka_unit_test(too_many_services_are_not_read),
		cmocka_unit_test(after_ten_thousand_errors_the_rest_is_not_read),
		cmocka_unit_test(what_is_null_or_half_built_is_freed),
	};

	return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
