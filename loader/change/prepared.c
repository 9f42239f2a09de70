// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "change/prepared.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "base/rule_file.h"
#include "cleanup.h"
#include "rules/rules.h"

void prepared_free(struct prepared *prepared)
{
	free(prepared->rules);
	blocklist_table_free(&prepared->lists);
	*prepared = (struct prepared){};
}

/* Links stay links: who turns one to another file and reloads means the other file. */
static int path_absolute(const char *file, char ret[RULES_FILE_SIZE])
{
	char directory[PATH_MAX] = "";
	const char *slash = "";

	if (file[0] != '/') {
		while (strncmp(file, "./", 2) == 0)
			file += 2;
		if (!getcwd(directory, sizeof(directory)))
			return -errno;
		slash = "/";
	}
	if ((size_t)snprintf(ret, RULES_FILE_SIZE, "%s%s%s", directory, slash, file) >= RULES_FILE_SIZE)
		return -ENAMETOOLONG;
	return 0;
}

static int compile(const char *file, const struct ssh_session *ssh, struct diagnostics *d,
		   struct prepared *ret)
{
	_cleanup_(ruleset_free) struct ruleset ruleset = {};
	_cleanup_(prepared_free) struct prepared prepared = {};
	int r = ruleset_read(file, d, &ruleset);

	if (r < 0)
		return r;
	ruleset_lint(&ruleset, ssh, d);
	if (d->errors)
		return -EINVAL;
	r = ruleset_compile(&ruleset, d, &prepared.rules);
	if (r == 0)
		r = blocklists_compile(&ruleset, prepared.rules, &prepared.lists);
	if (r < 0)
		return r;
	r = path_absolute(file, prepared.rules->file);
	if (r < 0)
		return r;
	*ret = prepared;
	prepared = (struct prepared){};
	return 0;
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

static bool cuts_ssh(const struct prepared *prepared, const struct ssh_session *ssh)
{
	if (!ssh)
		return false;
	if (blocklists_cut_ssh(prepared->rules, &prepared->lists, ssh)) {
		log_error(
			"a blocklist of these rules holds the address that your SSH session comes from: nothing was "
			"changed; list it in never_block, or use --force");
		return true;
	}
	if (!rules_cut_ssh(prepared->rules, ssh))
		return false;
	log_error(
		"these rules would cut off the SSH session that you are in (port %u, from your address): nothing was "
		"changed; list it, or use --force",
		ssh->local_port);
	return true;
}

enum outcome rules_prepare(const char *file, const struct terms *terms, struct diagnostics *d,
			   struct prepared *ret)
{
	_cleanup_(prepared_free) struct prepared prepared = {};
	struct ssh_session session;
	const struct ssh_session *ssh = ssh_session_find(&session) ? &session : NULL;
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
	r = compile(file, ssh, d, &prepared);
	if (r < 0 || !terms->quiet)
		diagnostics_print(d, stderr, color_wanted(terms->color, stderr));
	if (r < 0)
		return refuse(r, file, d);
	if (!terms->force && cuts_ssh(&prepared, ssh))
		return OUTCOME_REFUSED;
	*ret = prepared;
	prepared = (struct prepared){};
	return OUTCOME_DONE;
}
