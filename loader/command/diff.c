// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * ucgate diff: a rule file against what the kernel really holds, read back from its maps.
 */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "base/hex.h"
#include "base/json.h"
#include "base/privilege.h"
#include "base/text.h"
#include "change/attached.h"
#include "change/put.h"
#include "change/running.h"
#include "change/trial_text.h"
#include "cleanup.h"
#include "command/prepare.h"
#include "command/rules_diff.h"
#include "command/verbs.h"
#include "rules/list_difference.h"

static const struct option_row options[] = {OPTION_INTERFACE, OPTION_FILE, OPTIONS_COMMON};

/* What tells a file from the rules in force. */
struct comparison {
	struct running running;
	struct prepared wanted;
	json_t *changes;		       /* of rules_diff() */
	struct list_difference removed, added; /* of the addresses on blocklists */
	bool same;
};

static void comparison_free(struct comparison *comparison)
{
	running_free(&comparison->running);
	prepared_free(&comparison->wanted);
	json_decref(comparison->changes);
	list_difference_free(&comparison->removed);
	list_difference_free(&comparison->added);
}

static int lists_compare(struct comparison *comparison)
{
	const struct listing running = {&comparison->running.rules->header.blocklists,
					&comparison->running.lists};
	const struct listing wanted = {&comparison->wanted.rules->header.blocklists,
				       &comparison->wanted.lists};
	int r = listing_compare(&running, &wanted, &comparison->removed);

	return r < 0 ? r : listing_compare(&wanted, &running, &comparison->added);
}

/* Both by the same way: decompiled, so that what means the same is written alike. */
static int rules_compare(struct comparison *comparison)
{
	_cleanup_(ruleset_free) struct ruleset running = {}, wanted = {};
	const struct rules *rules = comparison->wanted.rules;
	int r = running_decompile(&comparison->running, &running);

	if (r == 0)
		r = rules_decompile(rules, &wanted);
	if (r == 0)
		r = blocklists_decompile(&rules->header.blocklists, &comparison->wanted.lists, &wanted);
	if (r < 0)
		return r;
	comparison->changes = rules_diff(&running, &wanted);
	return comparison->changes ? 0 : -ENOMEM;
}

/* The hash says it all, if the maps hold what it was made of: so it is made again, and the lists are read. */
static int compare(struct comparison *comparison)
{
	const struct rules *running = comparison->running.rules, *wanted = comparison->wanted.rules;
	int r = lists_compare(comparison);

	if (r == 0)
		r = rules_compare(comparison);
	if (r < 0)
		return r;
	comparison->same =
		memcmp(running->header.hash, wanted->header.hash, sizeof(wanted->header.hash)) == 0 &&
		!comparison->removed.ranges && !comparison->added.ranges;
	if (comparison->same)
		json_array_clear(comparison->changes);
	return 0;
}

/* --- JSON --- */

static json_t *addresses_json(const struct list_difference *difference)
{
	json_t *examples = json_array();
	char text[PREFIX_TEXT_SIZE];

	for (size_t i = 0; i < difference->examples.count; i++) {
		prefix_format(&difference->examples.list[i], text);
		json_array_append_new(examples, json_string(text));
	}
	return json_pack("{s:I,s:I,s:o}", "ranges", (json_int_t)difference->ranges, "ipv4_addresses",
			 (json_int_t)difference->v4_addresses, "examples", examples);
}

static json_t *side_json(const struct rules *rules)
{
	char hash[2 * sizeof(rules->header.hash) + 1];

	hex_format(rules->header.hash, sizeof(rules->header.hash), hash);
	return json_pack("{s:s,s:o}", "hash", hash, "file", json_text(rules->file));
}

static json_t *comparison_json(const char *interface, const struct comparison *comparison)
{
	json_t *running = side_json(comparison->running.rules);

	json_object_set_new(running, "generation",
			    json_integer(comparison->running.rules->header.generation));
	return json_pack("{s:o,s:b,s:o,s:o,s:O,s:{s:o,s:o}}", "interface", json_text(interface), "same",
			 comparison->same, "running", running, "wanted", side_json(comparison->wanted.rules),
			 "changes", comparison->changes, "blocklisted", "removed",
			 addresses_json(&comparison->removed), "added", addresses_json(&comparison->added));
}

/* --- for people --- */

static void addresses_print(char sign, const struct list_difference *difference, bool painted)
{
	const char *before = ", such as ";
	char text[PREFIX_TEXT_SIZE];

	if (!difference->ranges)
		return;
	if (painted)
		printf("\033[%dm", sign == '-' ? 31 : 32);
	printf("  %c %" PRIu64 " range%s, %" PRIu64 " IPv4 address%s", sign, difference->ranges,
	       difference->ranges == 1 ? "" : "s", difference->v4_addresses,
	       difference->v4_addresses == 1 ? "" : "es");
	for (size_t i = 0; i < difference->examples.count; i++, before = " ") {
		prefix_format(&difference->examples.list[i], text);
		printf("%s%s", before, text);
	}
	puts(painted ? "\033[0m" : "");
}

static void comparison_print(const char *interface, const struct comparison *comparison, bool painted)
{
	const struct rules *wanted = comparison->wanted.rules;

	text_print(interface, stdout);
	printf(": generation %u %s ", comparison->running.rules->header.generation,
	       comparison->same ? "is" : "differs from");
	text_print(wanted->file, stdout);
	putchar('\n');
	rules_diff_print(comparison->changes, painted, stdout);
	if (!comparison->removed.ranges && !comparison->added.ranges) {
		if (!comparison->same && !json_array_size(comparison->changes))
			puts("  the same addresses, in other blocklists");
		return;
	}
	printf("%s  addresses on blocklists%s\n", painted ? "\033[1m" : "", painted ? "\033[0m" : "");
	addresses_print('-', &comparison->removed, painted);
	addresses_print('+', &comparison->added, painted);
}

/* --- both --- */

static enum outcome wanted_prepare(const struct attached *attached, const struct request *request,
				   struct prepared *ret, json_t **ret_document)
{
	char file[RULES_FILE_SIZE] = "";
	enum outcome outcome = request->file ? OUTCOME_DONE : rules_file_find(attached, file);

	return outcome == OUTCOME_DONE
		       ? request_prepare(file[0] ? file : request->file, request, ret, ret_document)
		       : outcome;
}

static enum outcome diff_one(const struct attached *attached, const struct request *request, json_t *array,
			     json_t **ret_document)
{
	_cleanup_(comparison_free) struct comparison comparison = {};
	int r = running_read(attached, &comparison.running);
	enum outcome outcome;

	if (r < 0)
		return attached_failed(r, attached, "read the rules in force");
	trial_say(attached->name, &comparison.running.trial);
	open_say(attached->name, &comparison.running, "compared are");
	outcome = wanted_prepare(attached, request, &comparison.wanted, ret_document);
	if (outcome != OUTCOME_DONE)
		return outcome;
	r = compare(&comparison);
	if (r < 0)
		return attached_failed(r, attached, "make sense of the rules in force");
	if (request->json)
		json_array_append_new(array, comparison_json(attached->name, &comparison));
	else
		comparison_print(attached->name, &comparison,
				 color_wanted((enum color)request->color, stdout));
	return comparison.same ? OUTCOME_DONE : OUTCOME_REFUSED;
}

static enum outcome diff(const struct request *request, json_t **ret)
{
	_cleanup_(attached_list_free) struct attached_list list = {};
	enum outcome outcome = attached_find(request->interface, &list);
	json_t *array = json_array();

	for (size_t i = 0; i < list.count; i++) {
		enum outcome one = diff_one(&list.list[i], request, array, ret);

		outcome = one != OUTCOME_DONE ? one : outcome;
	}
	if (request->json && list.count && json_array_size(array) == list.count)
		*ret = list.count == 1 ? json_incref(json_array_get(array, 0))
				       : json_pack("{s:O}", "interfaces", array);
	json_decref(array);
	return outcome;
}

const struct command command_diff = {
	.name = "diff",
	.summary = "a rule file against what the kernel really holds",
	.description =
		"Compares FILE, by default the one that the running rules came from, with the rules that are read\n"
		"back from the maps, and prints what a reload would take away (-) and add (+). Exit status: 0 the\n"
		"same, 1 they differ.",
	.options = options,
	.run = diff,
};
