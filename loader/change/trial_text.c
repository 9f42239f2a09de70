// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "change/trial_text.h"

#include "base/hex.h"
#include "base/json.h"
#include "base/log.h"
#include "base/moment.h"
#include "cleanup.h"

void trial_say(const char *interface, const struct trial *trial)
{
	char at[MOMENT_SIZE];

	if (!trial->expired)
		return;
	moment_format(trial->expired_at_ns, at);
	log_warning(
		"%s: the rules of generation %u ('%s') were not confirmed: at %s those before them came into "
		"force again",
		interface, trial->rules.generation, trial->file, at);
}

void trial_look_and_say(const struct attached *attached)
{
	_cleanup_(live_free) struct live live = {};

	if (attached->known && live_read(&attached->pins, &live) == 0)
		trial_say(attached->name, &live.trial);
}

void open_say(const char *interface, const struct running *running, const char *what)
{
	if (!running->waiting)
		return;
	if (running->rules->header.mode == MODE_OPEN)
		log_warning("%s: there are no rules, everything passes", interface);
	else
		log_warning(
			"%s: panic is on, everything passes; %s the rules that 'ucgate panic --off' puts back",
			interface, what);
}

json_t *expired_json(const struct trial *trial)
{
	char hash[2 * sizeof(trial->rules.hash) + 1], at[MOMENT_SIZE];

	if (!trial->expired)
		return json_null();
	hex_format(trial->rules.hash, sizeof(trial->rules.hash), hash);
	moment_format(trial->expired_at_ns, at);
	return json_pack("{s:I,s:s,s:o,s:s}", "generation", (json_int_t)trial->rules.generation, "hash", hash,
			 "file", json_text(trial->file), "at", at);
}
