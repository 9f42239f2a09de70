/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Advice for rules in force, whoever has heard the talks: nobody whom they ban or list gets any. What is printed is part
 * of a rule file, with comments.
 */
#ifndef UCGATE_ADVICE_SUGGESTIONS_H
#define UCGATE_ADVICE_SUGGESTIONS_H

#include <stdio.h>

#include "abi/rules.h"

#include "maps/bans.h"

#include "rules/blocklist_table.h"
#include "tools/advice/advice.h"

/* Rules, and what belongs to them. None of it is owned. */
struct regime {
	const struct rules *rules;
	const struct blocklist_table *lists; /* without lines: none */
	const struct ban_list *bans;
};

/* What was heard, and by which rules; as many as interfaces were listened to. */
struct hearsay {
	const char *program; /* that tells */
	const struct talks *talks;
	const struct regime *regimes;
	size_t regimes_count;
	double seconds;
};

/* Pure but for out. Return 0 or -ENOMEM; whether out took it all is ferror(out)'s to say. */
int suggestions_print(const struct hearsay *hearsay, FILE *out);
int suggestions_print_json(const struct hearsay *hearsay, FILE *out);

#endif
