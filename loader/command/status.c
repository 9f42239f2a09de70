// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * ucgate status: what the kernel runs, from the header of the rules in force.
 */
#include <errno.h>
#include <string.h>

#include "maps/live.h"

#include "attach/egress.h"
#include "attach/xdp.h"
#include "base/hex.h"
#include "base/json.h"
#include "base/moment.h"
#include "base/text.h"
#include "change/attached.h"
#include "change/trial_text.h"
#include "cleanup.h"
#include "command/verbs.h"

static const struct option_row options[] = {OPTION_INTERFACE, OPTIONS_COMMON};

static const char *const rules_mode_names[] = {
	[MODE_ENFORCE] = "enforce", [MODE_MONITOR] = "monitor", [MODE_OPEN] = "panic"};

static const char *rules_mode_name(const struct rules_header *header)
{
	return header->mode <= MODE_OPEN ? rules_mode_names[header->mode] : "unknown";
}

static const char *rules_state_name(const struct rules_header *header)
{
	return header->state == STATE_NONE ? "none" : "tracked";
}

/* The strings of one interface, as both forms show them. */
struct view {
	const struct attached *attached;
	const struct rules *rules;
	const struct trial *trial;
	const char *egress; /* how outbound packets are seen; NULL: they are not */
	char hash[2 * sizeof(((struct rules_header *)0)->hash) + 1];
	char since[MOMENT_SIZE];
};

static json_t *view_json(const struct view *view)
{
	const struct instance *instance = &view->attached->instance;
	const struct rules_header *header = &view->rules->header;
	char version[sizeof(instance->version) + 1];

	snprintf(version, sizeof(version), "%.*s", (int)sizeof(instance->version), instance->version);
	return json_pack("{s:o,s:I,s:s,s:I,s:I,s:s,s:o,s:s,s:o,s:o,s:s,s:s,s:s?,s:s}", "interface",
			 json_text(view->attached->name), "ifindex", (json_int_t)instance->ifindex, "mode",
			 instance_mode_name(instance->mode), "prog_id", (json_int_t)instance->prog_id,
			 "generation", (json_int_t)header->generation, "hash", view->hash, "file",
			 json_text(view->rules->file), "since", view->since, "pending_confirm_s",
			 view->trial->pending ? json_integer(view->trial->left_s) : json_null(),
			 "confirm_expired", expired_json(view->trial), "state", rules_state_name(header),
			 "rules_mode", rules_mode_name(header), "egress", view->egress, "version", version);
}

enum { RED = 31, YELLOW = 33 };

/* A line that must not be overlooked: its word, loud, and what there is to know. */
static void loud_print(const char *word, int colour, bool painted, const char *rest)
{
	if (painted)
		printf("\033[1;%dm%s\033[0m%s\n", colour, word, rest);
	else
		printf("%s%s\n", word, rest);
}

static void mode_print(const struct rules_header *header, bool painted)
{
	if (header->mode == MODE_MONITOR)
		puts("monitor: counts what it would drop, drops nothing");
	else if (header->mode != MODE_OPEN)
		puts(rules_mode_name(header));
	else if (header->generation)
		loud_print("PANIC: EVERYTHING PASSES", RED, painted, " ('ucgate panic --off' ends it)");
	else
		loud_print("NO RULES: EVERYTHING PASSES", RED, painted,
			   " ('ucgate reload -c FILE' puts rules in force)");
}

static void trial_print(const struct trial *trial, bool painted)
{
	char rest[RULES_FILE_SIZE + 160], at[MOMENT_SIZE];

	if (trial->pending) {
		snprintf(rest, sizeof(rest), ": falls back in %u s unless 'ucgate confirm' is given",
			 trial->left_s);
		fputs("  confirm     ", stdout);
		loud_print("NOT CONFIRMED YET", YELLOW, painted, rest);
	} else if (trial->expired) {
		moment_format(trial->expired_at_ns, at);
		snprintf(rest, sizeof(rest), ": generation %u was not confirmed and fell back at %s",
			 trial->rules.generation, at);
		fputs("  confirm     ", stdout);
		loud_print("FELL BACK", RED, painted, rest);
		fputs("  unconfirmed ", stdout);
		text_print(trial->file, stdout);
		putchar('\n');
	}
}

static void view_print(const struct view *view, bool painted)
{
	const struct instance *instance = &view->attached->instance;
	const struct rules_header *header = &view->rules->header;

	text_print(view->attached->name, stdout);
	fputs(": ", stdout);
	mode_print(header, painted);
	trial_print(view->trial, painted);
	fputs("  rules       ", stdout);
	text_print(view->rules->file[0] ? view->rules->file : "none", stdout);
	putchar('\n');
	printf("  generation  %u, since %s\n", header->generation, view->since);
	printf("  hash        %s\n", view->hash);
	printf("  state       %s\n", rules_state_name(header));
	printf("  program     id %u of version %.*s, %s mode, %s\n", instance->prog_id,
	       (int)sizeof(instance->version), instance->version, instance_mode_name(instance->mode),
	       instance->kind == ATTACH_DISPATCHER ? "behind libxdp's dispatcher" : "alone");
	if (view->egress)
		printf("  outbound    seen, by %s\n", view->egress);
	else
		printf("  outbound    %sNOT SEEN%s: no replies pass ('ucgate attach -i %s' repairs it)\n",
		       painted ? "\033[1;31m" : "", painted ? "\033[0m" : "", view->attached->name);
}

static enum outcome show(const struct attached *attached, const struct request *request, json_t *array)
{
	_cleanup_(live_free) struct live live = {};
	struct view view = {.attached = attached, .trial = &live.trial};
	int r = attached->known ? live_read(&attached->pins, &live) : -EPROTO;

	if (r < 0)
		return attached_failed(r, attached, "read the rules in force");
	view.rules = live.rules;
	view.egress = egress_way(&attached->pins);
	hex_format(live.rules->header.hash, sizeof(live.rules->header.hash), view.hash);
	moment_format(live.rules->header.applied_at_ns, view.since);
	if (request->json)
		json_array_append_new(array, view_json(&view));
	else
		view_print(&view, color_wanted((enum color)request->color, stdout));
	return OUTCOME_DONE;
}

/* Nothing attached is an answer too, in JSON: an empty list. */
static enum outcome status(const struct request *request, json_t **ret)
{
	_cleanup_(attached_list_free) struct attached_list list = {};
	enum outcome outcome = attached_find(request->interface, &list);
	json_t *array;

	if (outcome != OUTCOME_DONE && (outcome != OUTCOME_NOT_ATTACHED || request->interface))
		return outcome;
	array = json_array();
	for (size_t i = 0; i < list.count; i++) {
		enum outcome shown = show(&list.list[i], request, array);

		outcome = shown != OUTCOME_DONE ? shown : outcome;
	}
	if (request->json && (json_array_size(array) || !list.count))
		*ret = json_pack("{s:O}", "interfaces", array);
	json_decref(array);
	return outcome;
}

const struct command command_status = {
	.name = "status",
	.summary = "interfaces, mode, generation, rule file, since when",
	.description =
		"Shows the interface, or all that are attached, and the rules that the kernel runs there.",
	.options = options,
	.run = status,
};
