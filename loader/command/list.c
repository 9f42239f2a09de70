// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * ucgate list: the running rules as a rule file again, decompiled from what the kernel holds.
 */
#include <errno.h>

#include "change/running.h"
#include "change/trial_text.h"
#include "cleanup.h"
#include "command/verbs.h"
#include "command/yaml_json.h"
#include "rules/rules.h"

static const struct option_row options[] = {OPTION_INTERFACE, OPTIONS_COMMON};

static int rules_text(const struct running *running, char **ret, size_t *ret_length)
{
	_cleanup_(ruleset_free) struct ruleset ruleset = {};
	_cleanup_free_ char *text = NULL;
	size_t length = 0;
	FILE *out;
	int r = running_decompile(running, &ruleset);

	if (r < 0)
		return r;
	out = open_memstream(&text, &length);
	if (!out)
		return -errno;
	r = ruleset_print(&ruleset, out);
	if (fclose(out) == EOF && r == 0)
		r = -EIO;
	if (r < 0)
		return r;
	*ret = TAKE_PTR(text);
	*ret_length = length;
	return 0;
}

static enum outcome list_one(const struct attached *attached, const struct request *request, json_t **ret)
{
	_cleanup_(running_free) struct running running = {};
	_cleanup_free_ char *text = NULL;
	size_t length = 0;
	int r = running_read(attached, &running);

	if (r == 0)
		r = rules_text(&running, &text, &length);
	if (r < 0)
		return attached_failed(r, attached, "read the rules in force");
	trial_say(attached->name, &running.trial);
	open_say(attached->name, &running, "these are");
	if (request->json)
		*ret = yaml_json(text, length);
	else
		fputs(text, stdout);
	return OUTCOME_DONE;
}

static enum outcome list(const struct request *request, json_t **ret)
{
	_cleanup_(attached_list_free) struct attached_list list = {};
	enum outcome outcome = attached_find(request->interface, &list);

	if (outcome != OUTCOME_DONE)
		return outcome;
	if (list.count > 1) {
		log_error("%zu interfaces are attached; list takes one: -i IFACE", list.count);
		return OUTCOME_USAGE;
	}
	return list_one(&list.list[0], request, ret);
}

const struct command command_list = {
	.name = "list",
	.summary = "the running rules as a rule file",
	.description =
		"Prints the rules that the kernel runs as a rule file that compiles to the same rules (with --json as\n"
		"JSON, which is a rule file too). Blocklists from files are named by their files, which may have changed\n"
		"since. Descriptions, and which file a peer came from, are not kept.",
	.options = options,
	.run = list,
};
