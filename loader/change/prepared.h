/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * From a rule file to a value that may be put in force: read, lint, compile. Whether it should be: guard.h.
 */
#ifndef UCGATE_CHANGE_PREPARED_H
#define UCGATE_CHANGE_PREPARED_H

#include <stdbool.h>

#include "abi/rules.h"

#include "base/log.h"
#include "base/outcome.h"
#include "rules/blocklist_table.h"
#include "rules/diagnostic.h"
#include "rules/model.h"
#include "rules/rules.h"

/* What a rule file comes to. */
struct prepared {
	struct rules *rules;
	struct blocklist_table lists;
	struct ruleset ruleset; /* that they were compiled from */
	struct ssh_session ssh; /* in which the caller runs */
	bool over_ssh;		/* there is one */
	bool force;		/* whatever the guards say */
	unsigned int confirm_s; /* on trial for so long; 0: for good */
};

void prepared_free(struct prepared *prepared);

/* What is asked of a rule file. */
struct terms {
	enum color color;	/* of the messages about it */
	bool force;		/* whatever the guards say */
	bool quiet;		/* for a dry run: nothing is said of a file that is not refused */
	bool monitor;		/* its rules drop nothing, whatever its mode */
	unsigned int confirm_s; /* see struct prepared */
};

/*
 * file: NULL means the default one. Messages go to stderr, and stay in *d for who hands them on. OUTCOME_REFUSED: the
 * reason was said. OUTCOME_DONE: *ret is to be freed.
 */
enum outcome rules_prepare(const char *file, const struct terms *terms, struct diagnostics *d,
			   struct prepared *ret);

#endif
