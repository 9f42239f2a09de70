/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What is to be said about a rule file: errors, warnings and notes, each at a place of a source. Stages collect;
 * only the commands print. A collection owns its messages and the sources they point into.
 */
#ifndef UCGATE_RULES_DIAGNOSTIC_H
#define UCGATE_RULES_DIAGNOSTIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct source; /* rules/source.h: a file's name and text, kept so that a message can quote its line */

/* A place in a source. line 0: no place (the message stands alone). Both count from 1, column in characters. */
struct place {
	const struct source *source;
	uint32_t line;
	uint32_t column;
};

enum severity { SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_NOTE };

struct diagnostic {
	enum severity severity;
	struct place place;
	char *file;	  /* escaped, as printed */
	char *text;	  /* one sentence, escaped, no trailing newline */
	char *suggestion; /* NULL, or the replacement to try (JSON `suggestion`) */
	char *excerpt;	  /* NULL, or the source line: escaped, cut to EXCERPT_COLUMNS around the caret */
	uint32_t caret;	  /* columns of the excerpt before it */
};

enum {
	DIAGNOSTICS_MAX = 100, /* kept, errors before warnings before notes; the rest is counted */
	EXCERPT_COLUMNS = 120,
};

struct diagnostics {
	struct diagnostic *list; /* in the order of the places */
	size_t count;
	size_t errors, warnings, notes; /* said, kept or not */
	struct source **sources;	/* owned; places point into them */
	size_t sources_count;
	/* How far into its line the last place was: many errors in one long line must not cost the line each. */
	struct place reached;
	size_t reached_offset; /* bytes */
	/* Told now and then how many bytes of a list file are read, at its end with done = size; NULL: nobody is. */
	void (*watch)(void *watcher, const char *file, size_t done, size_t size);
	void *watcher;
	/* Told of each list file before it is opened, by the path that is opened; NULL: nobody is. */
	void (*visit)(void *visitor, const char *path);
	void *visitor;
};

/* Adds a message at a place. Never fails: without memory the counters still grow, so an error is never lost. */
void diagnose(struct diagnostics *d, enum severity severity, struct place place, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* The same with a suggestion. */
void diagnose_suggest(struct diagnostics *d, enum severity severity, struct place place,
		      const char *suggestion, const char *format, ...) __attribute__((format(printf, 5, 6)));

/* A message about a file as a whole (cannot be read, say): `FILE: error: text`. */
void diagnose_file(struct diagnostics *d, const char *file, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Counts messages of which none would be kept: DIAGNOSTICS_MAX of their kind have been said before them. */
void diagnose_more(struct diagnostics *d, enum severity severity, size_t count);

/*
 * Takes a source over, on failure too: it is freed with the messages. Messages about sources taken over earlier come
 * first. Returns 0 or -ENOMEM.
 */
int diagnostics_own(struct diagnostics *d, struct source *source);

/* `FILE:LINE:COL: error: text`, the source line and a caret, in the order of the places; at last `and N more`. */
void diagnostics_print(const struct diagnostics *d, FILE *out, bool color);

/* Said, but not kept. */
size_t diagnostics_more(const struct diagnostics *d);

/* Frees what the collection owns and clears it. */
void diagnostics_free(struct diagnostics *d);

#endif
