// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "change/prepared.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "base/rule_file.h"
#include "cleanup.h"
#include "rules/hash.h"

void prepared_free(struct prepared *prepared)
{
	free(prepared->rules);
	blocklist_table_free(&prepared->lists);
	ruleset_free(&prepared->ruleset);
	*prepared = (struct prepared){};
}

/* Rules that only count are other rules, with a hash of their own. */
static void monitor_force(struct prepared *prepared)
{
	prepared->ruleset.mode = MODE_MONITOR;
	prepared->rules->header.mode = MODE_MONITOR;
	rules_hash(prepared->rules, prepared->rules->header.hash);
}

static int compile(const char *file, const struct terms *terms, struct diagnostics *d,
		   struct prepared *prepared)
{
	int r = ruleset_read(file, d, &prepared->ruleset);

	if (r < 0)
		return r;
	ruleset_lint(&prepared->ruleset, prepared->over_ssh ? &prepared->ssh : NULL, d);
	if (d->errors)
		return -EINVAL;
	r = ruleset_compile(&prepared->ruleset, d, &prepared->rules);
	if (r == 0)
		r = blocklists_compile(&prepared->ruleset, prepared->rules, &prepared->lists);
	if (r == 0)
		r = rule_file_absolute(file, prepared->rules->file, sizeof(prepared->rules->file));
	if (r == 0 && terms->monitor)
		monitor_force(prepared);
	return r;
}

static enum outcome refuse(int error, const char *file, const struct diagnostics *d)
{
	if (d->errors)
		log_error("'%s' is refused: %zu error%s; nothing was changed", file, d->errors,
			  d->errors == 1 ? "" : "s");
	else
		log_errno(error, "cannot use '%s'", file);
	return OUTCOME_REFUSED;
}

enum outcome rules_prepare(const char *file, const struct terms *terms, struct diagnostics *d,
			   struct prepared *ret)
{
	_cleanup_(prepared_free) struct prepared prepared = {.force = terms->force,
							     .confirm_s = terms->confirm_s};
	char found[PATH_MAX];
	int r;

	if (!file && rule_file_default(found) < 0) {
		log_error("no rule file: neither " RULE_FILE_ETC
			  " nor the shipped aspenuc.yaml is there; name one with "
			  "-c FILE");
		return OUTCOME_REFUSED;
	}
	if (!file)
		file = found;
	prepared.over_ssh = ssh_session_find(&prepared.ssh);
	r = compile(file, terms, d, &prepared);
	if (r < 0 || !terms->quiet)
		diagnostics_print(d, stderr, color_wanted(terms->color, stderr));
	if (r < 0)
		return refuse(r, file, d);
	*ret = prepared;
	prepared = (struct prepared){};
	return OUTCOME_DONE;
}
