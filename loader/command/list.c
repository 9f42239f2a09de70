// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * ucgate list: the running rules as a rule file again, decompiled from what the kernel holds.
 */
#include <errno.h>

#include "maps/blocklists.h"
#include "maps/live.h"
#include "maps/rules.h"

#include "change/attached.h"
#include "cleanup.h"
#include "command/verbs.h"
#include "command/yaml_json.h"
#include "rules/blocklist_table.h"
#include "rules/rules.h"

static const struct option_row options[] = {OPTION_INTERFACE, OPTIONS_COMMON};

/* While panic is on, the rules are those that its end goes back to. */
static int rules_find(const struct attached *attached, struct rules **ret)
{
	_cleanup_free_ struct rules *live = NULL, *previous = NULL;
	_cleanup_close_ int outer = -1;
	uint32_t id;
	int r = attached->known ? rules_live_read(&attached->pins, &live, &id) : -EPROTO;

	if (r < 0)
		return r;
	if (live->header.mode == MODE_OPEN) {
		log_warning(
			"%s: panic is on, everything passes; these are the rules that 'ucgate panic --off' "
			"puts back",
			attached->name);
		outer = pin_open_readonly(&attached->pins, "rules");
		if (outer >= 0 && rules_slot_read(&attached->pins, outer, RULES_PREVIOUS, &previous) == 0) {
			*ret = TAKE_PTR(previous);
			return 0;
		}
	}
	*ret = TAKE_PTR(live);
	return 0;
}

/* The names and files of the blocklists, or their prefixes. */
static int lists_find(const struct pins *pins, const struct rules_blocklists *where, struct ruleset *ruleset)
{
	_cleanup_(blocklist_table_free) struct blocklist_table table = {};
	_cleanup_close_ int outer = -1;
	int r;

	if (!where->lists)
		return 0;
	outer = pin_open_readonly(pins, "blocklists");
	if (outer < 0)
		return outer;
	r = blocklist_slot_read(pins, outer, where->slot, &table.lines, &table.count);
	return r < 0 ? r : blocklists_decompile(where, &table, ruleset);
}

static int rules_text(const struct pins *pins, const struct rules *rules, char **ret, size_t *ret_length)
{
	_cleanup_(ruleset_free) struct ruleset ruleset = {};
	_cleanup_free_ char *text = NULL;
	size_t length = 0;
	FILE *out;
	int r = rules_decompile(rules, &ruleset);

	if (r == 0)
		r = lists_find(pins, &rules->header.blocklists, &ruleset);
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
	_cleanup_free_ struct rules *rules = NULL;
	_cleanup_free_ char *text = NULL;
	size_t length;
	int r = rules_find(attached, &rules);

	if (r == 0)
		r = rules_text(&attached->pins, rules, &text, &length);
	if (r < 0)
		return attached_failed(r, attached, "read the rules in force");
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
