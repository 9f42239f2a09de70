/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Where an interface's rules come from: a rule file and the list files it names, watched, and what they came to when
 * they were last accepted.
 */
#ifndef UCGATE_RUN_RULE_SOURCE_H
#define UCGATE_RUN_RULE_SOURCE_H

#include "change/prepared.h"
#include "run/loop.h"
#include "run/timer.h"
#include "run/watch.h"

struct rule_source {
	const struct loop *loop;
	char *file; /* absolute; NULL: the default one */
	struct terms terms;
	struct prepared accepted; /* rules NULL: none yet */
	struct watch watch;
	struct timer settle;
	uint64_t restless_since; /* us; 0: nothing has changed since the file was read */
	void (*changed)(void *self);
	void *self;
};

/*
 * file NULL: the default one. *source stays where it is until rule_source_close(). changed: told when files have
 * changed and then rested for a moment, an editor needs several steps. Returns 0 or -errno.
 */
int rule_source_open(const struct loop *loop, const char *file, const struct terms *terms,
		     void (*changed)(void *self), void *self, struct rule_source *source);
void rule_source_close(struct rule_source *source);

/* Reads it, and watches it anew. What is refused is said. OUTCOME_DONE: *ret is to be accepted or freed. */
enum outcome rule_source_read(struct rule_source *source, struct prepared *ret);

/* Keeps what was read for when the interface comes back; takes it over. */
void rule_source_accept(struct rule_source *source, struct prepared *prepared);

/* Asks for `changed` to be told in so many us, as if a file had changed. */
void rule_source_again(const struct rule_source *source, uint64_t after_us);

/* A copy to put in force, which stamps the rules: ret->rules are to be freed, all else stays the original's. */
int prepared_copy(const struct prepared *prepared, struct prepared *ret);

#endif
