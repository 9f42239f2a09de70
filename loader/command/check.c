// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * ucgate check: all that can be said about a rule file without the kernel. Messages on stderr, what the services open
 * on stdout; with --json both in one document.
 */
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "base/json.h"
#include "base/rule_file.h"
#include "cleanup.h"
#include "command/against.h"
#include "command/diagnostics_json.h"
#include "command/reading.h"
#include "command/service_json.h"
#include "command/service_table.h"
#include "command/verbs.h"
#include "rules/rules.h"

/* clang-format off */
static const struct option_row options[] = {
	OPTION_FILE,
	{0, "strict", NULL, "warnings refuse the file too", OPTION_SWITCH, offsetof(struct request, strict), NULL},
	{0, "against", "CAPTURE", "what the file would change for the frames of a pcap", OPTION_TEXT, offsetof(struct request, against), NULL},
	{0, "local", "CIDR", "frames of that capture from these addresses went out (again for more)", OPTION_LIST, offsetof(struct request, locals), NULL},
	{'i', "interface", "IFACE", "the interface whose rules in force it would change", OPTION_TEXT, offsetof(struct request, interface), NULL},
	OPTIONS_COMMON,
};

/* clang-format on */

static void ruleset_check(const char *file, struct diagnostics *d, struct ruleset *ret)
{
	_cleanup_free_ struct rules *rules = NULL;
	struct ssh_session session;
	const struct ssh_session *ssh = ssh_session_find(&session) ? &session : NULL;
	int r = ruleset_read(file, d, ret);

	if (r == 0) {
		ruleset_lint(ret, ssh, d);
		r = ruleset_compile(ret, d, &rules);
	}
	if (r < 0 && !d->errors)
		diagnose_file(d, file, "%s", strerror(-r));
}

static json_t *document(const char *file, const struct ruleset *ruleset, const struct diagnostics *d, bool ok)
{
	json_t *notes = diagnostics_json(d, SEVERITY_NOTE);

	if (diagnostics_more(d))
		json_array_append_new(notes, json_pack("{s:o,s:n,s:n,s:o,s:n}", "file", json_text(file),
						       "line", "column", "message",
						       json_sprintf("and %zu more", diagnostics_more(d)),
						       "suggestion"));
	return json_pack("{s:b,s:o,s:o,s:o,s:o}", "ok", ok, "errors", diagnostics_json(d, SEVERITY_ERROR),
			 "warnings", diagnostics_json(d, SEVERITY_WARNING), "notes", notes, "services",
			 d->errors ? json_array() : services_json(ruleset));
}

static enum outcome request_check(const struct request *request)
{
	if (request->against || (!request->locals.count && !request->interface))
		return OUTCOME_DONE;
	log_error("--%s goes with --against", request->interface ? "interface" : "local");
	return OUTCOME_USAGE;
}

static enum outcome check(const struct request *request, json_t **ret)
{
	_cleanup_(diagnostics_free) struct diagnostics d = {};
	_cleanup_(ruleset_free) struct ruleset ruleset = {};
	struct progress progress;
	char found[PATH_MAX] = RULE_FILE_ETC;
	const char *file = request->file ? request->file : found;
	enum outcome outcome = request_check(request);
	bool ok;

	if (outcome != OUTCOME_DONE)
		return outcome;
	reading_begin(&progress, &d);
	if (!request->file && rule_file_default(found) < 0)
		diagnose_file(
			&d, found,
			"there is no such file, and the shipped aspenuc.yaml is not there either: name one with -c");
	else
		ruleset_check(file, &d, &ruleset);
	ok = !d.errors && !(request->strict && d.warnings);
	diagnostics_print(&d, stderr, color_wanted((enum color)request->color, stderr));
	if (ok && request->against)
		return against_run(request, file);
	if (request->json)
		*ret = document(file, &ruleset, &d, ok);
	else if (!d.errors && services_print(&ruleset, stdout) < 0)
		log_error("out of memory");
	if (!ok && !d.errors)
		log_error("refused: with --strict a warning is enough");
	return ok ? OUTCOME_DONE : OUTCOME_REFUSED;
}

const struct command command_check = {
	.name = "check",
	.summary = "whether a rule file is sound, and what it opens",
	.description =
		"Reads a rule file, says all that is wrong or doubtful, and prints what each service opens. Needs no privilege.\n"
		"Without -c: /etc/ucgate/ucgate.yaml, else the shipped aspenuc.yaml. With --against, says instead which frames\n"
		"of a capture it would judge differently than the rules in force, or where nothing is attached what becomes\n"
		"of them: ucgate-replay(8) explains the output.",
	.options = options,
	.run = check,
};
