/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the checks of lint.c are given.
 */
#ifndef UCGATE_RULES_LINT_H
#define UCGATE_RULES_LINT_H

#include "rules/rules.h"

struct lint {
	const struct ruleset *ruleset;
	const struct rules *rules;     /* the same, compiled */
	const struct ssh_session *ssh; /* NULL: none */
};

/*
 * Warns of services all of whose packets earlier services take, notes those that lose a part: first match in file
 * order. Asks the compiled masks, so that peers, local, direction and protocol count, and several services together.
 */
void shadow_check(const struct lint *lint, struct diagnostics *d);

#endif
