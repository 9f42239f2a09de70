// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * ucgate run: which interfaces, and by which files. What it does: run/run.c.
 */
#include "run/run.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "attach/flow_tables.h"
#include "base/rule_file.h"
#include "change/attached.h"
#include "change/put.h"
#include "cleanup.h"
#include "command/verbs.h"

/* clang-format off */
static const struct option_row options[] = {
	{'i', "interface", "IFACE", "the interface; may be given again", OPTION_LIST, offsetof(struct request, which), NULL},
	{'c', "config", "FILE", "the rule file of the interfaces before it; given first, of all without their own",
	 OPTION_LIST, offsetof(struct request, which), NULL},
	{0, "xdp", "MODE", "auto, native or generic (auto: native where the driver can)", OPTION_CHOICE,
	 offsetof(struct request, xdp), xdp_choice_names},
	{0, "flows", "N", "entries of each of the four flow tables", OPTION_TEXT, offsetof(struct request, flows), NULL},
	OPTION_FORCE,
	OPTIONS_COMMON,
};

/* clang-format on */

/* What is to be run, and the texts that it points into. */
struct plan {
	struct keeper_order orders[RUN_INTERFACES_MAX];

	struct text {
		char interface[16];
		char file[RULES_FILE_SIZE]; /* empty: not said */
	} texts[RUN_INTERFACES_MAX];

	size_t count;
};

static enum outcome interface_add(struct plan *plan, const char *interface)
{
	struct text *text = &plan->texts[plan->count];

	if (!*interface || strlen(interface) >= sizeof(text->interface)) {
		log_error("'%s' is no name of an interface", interface);
		return OUTCOME_USAGE;
	}
	if (plan->count == RUN_INTERFACES_MAX) {
		log_error("more than %d interfaces", RUN_INTERFACES_MAX);
		return OUTCOME_USAGE;
	}
	for (size_t i = 0; i < plan->count; i++)
		if (strcmp(plan->texts[i].interface, interface) == 0) {
			log_error("%s is given twice", interface);
			return OUTCOME_USAGE;
		}
	strcpy(text->interface, interface);
	plan->count++;
	return OUTCOME_DONE;
}

/* From an interface on, those that have no file yet get this one. */
static enum outcome file_give(struct plan *plan, size_t from, const char *file)
{
	for (size_t i = from; i < plan->count; i++) {
		char *ret = plan->texts[i].file;
		int r = *ret ? 0 : rule_file_absolute(file, ret, RULES_FILE_SIZE);

		if (r < 0) {
			log_errno(r, "cannot use '%s'", file);
			return OUTCOME_REFUSED;
		}
	}
	return OUTCOME_DONE;
}

static enum outcome pairs_read(const struct option_list *which, struct plan *plan)
{
	const char *common = NULL;
	size_t given = 0; /* the interfaces before it have had their -c */

	for (size_t i = 0; i < which->count; i++) {
		const char *text = which->text[i];
		enum outcome outcome = OUTCOME_DONE;

		if (which->letter[i] == 'i') {
			outcome = interface_add(plan, text);
		} else if (i == 0) {
			common = text;
		} else if (given == plan->count) {
			log_error("-c '%s' has no interface before it that it could be for", text);
			outcome = OUTCOME_USAGE;
		} else {
			outcome = file_give(plan, given, text);
			given = plan->count;
		}
		if (outcome != OUTCOME_DONE)
			return outcome;
	}
	return common ? file_give(plan, 0, common) : OUTCOME_DONE;
}

/* Without -i it is what is attached now, each by the file that its rules came from. */
static enum outcome attached_add(struct plan *plan, const char *file)
{
	_cleanup_(attached_list_free) struct attached_list list = {};
	enum outcome outcome = attached_find(NULL, &list);

	for (size_t i = 0; i < list.count && outcome == OUTCOME_DONE; i++) {
		outcome = interface_add(plan, list.list[i].name);
		if (outcome == OUTCOME_DONE && !file)
			outcome = rules_file_find(&list.list[i], plan->texts[i].file);
	}
	return outcome == OUTCOME_DONE && file ? file_give(plan, 0, file) : outcome;
}

static enum outcome orders_make(const struct request *request, struct plan *plan)
{
	struct keeper_order order = {
		.terms = {.color = (enum color)request->color, .force = request->force},
		.xdp = (enum xdp_choice)request->xdp,
	};

	if (request->flows && flow_tables_parse(request->flows, &order.flows) < 0) {
		log_error("--flows takes a number from %d to %d, not '%s'", FLOW_TABLE_LEAST, FLOW_TABLE_MOST,
			  request->flows);
		return OUTCOME_USAGE;
	}
	for (size_t i = 0; i < plan->count; i++) {
		plan->orders[i] = order;
		plan->orders[i].interface = plan->texts[i].interface;
		plan->orders[i].file = plan->texts[i].file[0] ? plan->texts[i].file : NULL;
	}
	return OUTCOME_DONE;
}

static enum outcome run(const struct request *request, json_t **ret)
{
	_cleanup_free_ struct plan *plan = calloc(1, sizeof(*plan));
	const struct option_list *which = &request->which;
	enum outcome outcome;

	(void)ret;
	if (!plan) {
		log_errno(-ENOMEM, "cannot run");
		return OUTCOME_KERNEL;
	}
	outcome = pairs_read(which, plan);
	if (outcome == OUTCOME_DONE && !plan->count)
		outcome = attached_add(plan, which->count ? which->text[0] : NULL);
	if (outcome == OUTCOME_DONE)
		outcome = orders_make(request, plan);
	setvbuf(stderr, NULL, _IOLBF, 0); /* a journal wants lines */
	return outcome == OUTCOME_DONE ? interfaces_run(plan->orders, plan->count) : outcome;
}

const struct command command_run = {
	.name = "run",
	.summary = "filter interfaces and stay, for a service manager",
	.description =
		"Attaches to each interface, or takes over what is attached, and stays in the foreground: follows the\n"
		"interface when it is renamed, waits for it while it is not there, filters it again when it comes back,\n"
		"and reloads on SIGHUP or when the rule file or a list file changes. A file that is refused leaves the\n"
		"rules that are in force. Ending it leaves the filter in place. Without -i: all that are attached.",
	.options = options,
	.run = run,
};
