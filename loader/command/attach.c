// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * ucgate attach: what the command line asks for, and what came of it. How it is done: change/attachment.c.
 */
#include <errno.h>
#include <string.h>

#include "attach/flow_tables.h"
#include "base/json.h"
#include "base/rule_file.h"
#include "change/attached.h"
#include "change/attachment.h"
#include "cleanup.h"
#include "command/applied_json.h"
#include "command/prepare.h"
#include "command/verbs.h"

static const struct option_row options[] = {
	OPTION_INTERFACE,
	OPTION_FILE,
	{0, "xdp", "MODE", "auto, native or generic (auto: native where the driver can)", OPTION_CHOICE,
	 offsetof(struct request, xdp), xdp_choice_names},
	{0, "flows", "N", "entries of each of the four flow tables", OPTION_TEXT,
	 offsetof(struct request, flows), NULL},
	{0, "monitor", NULL, "count what would be dropped, drop nothing, whatever the file says",
	 OPTION_SWITCH, offsetof(struct request, monitor), NULL},
	OPTION_CONFIRM,
	OPTION_FORCE,
	OPTIONS_COMMON,
};

static json_t *attach_json(const struct attachment *attachment)
{
	const struct instance *instance = &attachment->instance;
	json_t *document =
		json_pack("{s:o,s:I,s:s,s:I}", "interface", json_text(attachment->name), "ifindex",
			  (json_int_t)instance->ifindex, "mode", instance_mode_name(instance->mode),
			  "prog_id", (json_int_t)instance->prog_id);
	json_t *change = applied_json(&attachment->applied);

	json_object_update(document, change);
	json_decref(change);
	return document;
}

static void report(const struct attachment *attachment)
{
	const struct instance *instance = &attachment->instance;
	const char *done = "attached";
	char line[128];

	if (attachment->again)
		done = attachment->applied.changed ? "reloaded" : "nothing changed";
	snprintf(line, sizeof(line), "%s, %s mode%s", done, instance_mode_name(instance->mode),
		 instance->kind == ATTACH_DISPATCHER ? ", behind libxdp's dispatcher" : "");
	applied_print(attachment->name, &attachment->applied, line);
}

static enum outcome order_make(const struct request *request, struct attach_order *ret)
{
	struct attach_order order = {.xdp = (enum xdp_choice)request->xdp, .patience_ms = LOCK_PATIENCE_MS};
	int r;

	if (request->flows && flow_tables_parse(request->flows, &order.flows) < 0) {
		log_error("--flows takes a number from %d to %d, not '%s'", FLOW_TABLE_LEAST, FLOW_TABLE_MOST,
			  request->flows);
		return OUTCOME_USAGE;
	}
	if (!request->interface) {
		log_error("attach needs the interface: -i IFACE");
		return OUTCOME_USAGE;
	}
	r = interface_find(request->interface, &order.interface);
	if (r < 0) {
		log_errno(r, "%s: no interface to attach to", request->interface);
		return OUTCOME_KERNEL;
	}
	*ret = order;
	return OUTCOME_DONE;
}

static enum outcome attach(const struct request *request, json_t **ret)
{
	_cleanup_(prepared_free) struct prepared prepared = {};
	struct attach_order order;
	struct attachment attachment;
	enum outcome outcome = order_make(request, &order);

	if (outcome == OUTCOME_DONE)
		outcome = request_prepare(request->file, request, &prepared, ret);
	if (outcome == OUTCOME_DONE)
		outcome = interface_attach(&order, &prepared, &attachment);
	if (outcome != OUTCOME_DONE)
		return outcome;
	if (request->json)
		*ret = attach_json(&attachment);
	else
		report(&attachment);
	return OUTCOME_DONE;
}

const struct command command_attach = {
	.name = "attach",
	.summary = "filter an interface by a rule file",
	.description =
		"Attaches the filter to an interface, with the rules of FILE, by default " RULE_FILE_ETC ",\n"
		"else the shipped aspenuc.yaml. On an interface that is attached it does what reload does. XDP\n"
		"programs of others are left alone. Rules that would cut off the SSH session that the command runs\n"
		"in are refused without --force or --confirm. With --confirm everything passes again after that time,\n"
		"unless 'ucgate confirm' is given. --monitor is for a trial of another kind: it drops nothing until the\n"
		"next reload, which goes by the file.",
	.options = options,
	.run = attach,
};
