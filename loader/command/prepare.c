// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "command/prepare.h"

#include <ctype.h>
#include <stdlib.h>

#include "apply/apply.h"
#include "base/json.h"
#include "cleanup.h"
#include "command/diagnostics_json.h"
#include "command/reading.h"

static json_t *refusal(const struct diagnostics *d)
{
	return json_pack("{s:{s:o,s:i,s:o,s:o}}", "error", "message", json_text(log_first_error()), "code",
			 OUTCOME_REFUSED, "errors", diagnostics_json(d, SEVERITY_ERROR), "warnings",
			 diagnostics_json(d, SEVERITY_WARNING));
}

static enum outcome confirm_parse(const char *text, unsigned int *ret)
{
	unsigned long seconds;
	char *end;

	if (!text)
		return OUTCOME_DONE;
	seconds = strtoul(text, &end, 10);
	if (!isdigit((unsigned char)*text) || *end || !seconds || seconds > CONFIRM_SECONDS_MAX) {
		log_error("--confirm takes seconds, from 1 to %d, not '%s'", CONFIRM_SECONDS_MAX, text);
		return OUTCOME_USAGE;
	}
	*ret = (unsigned int)seconds;
	return OUTCOME_DONE;
}

enum outcome request_prepare(const char *file, const struct request *request, struct prepared *ret,
			     json_t **ret_document)
{
	_cleanup_(diagnostics_free) struct diagnostics d = {};
	struct terms terms = {
		.color = (enum color)request->color, .force = request->force, .monitor = request->monitor};
	struct progress progress;
	enum outcome outcome = confirm_parse(request->confirm, &terms.confirm_s);

	if (outcome != OUTCOME_DONE)
		return outcome;
	reading_begin(&progress, &d);
	outcome = rules_prepare(file, &terms, &d, ret);
	if (outcome != OUTCOME_DONE && request->json && d.errors)
		*ret_document = refusal(&d);
	return outcome;
}
