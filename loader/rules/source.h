/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A file's name and text. The text stays in memory, so that a message quotes what was read, whatever has become of
 * the file since. Of a list file only the lines that say something stay.
 */
#ifndef UCGATE_RULES_SOURCE_H
#define UCGATE_RULES_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rules/slice.h"

#define BOM "\xef\xbb\xbf" /* may stand before the first line, and is no part of it */

enum {
	RULE_FILE_MAX = 16 << 20, /* bytes */
	LIST_FILE_MAX = 64 << 20,
};

/* From here on `text` holds the lines from number `line`, one after the other. */
struct source_run {
	uint32_t line;
	uint32_t offset;
};

struct source {
	char *name; /* as messages name it */
	char *path; /* absolute, symbolic links resolved */
	char *text; /* whole lines; of a rule file all of it, a BOM too */
	size_t length, capacity;
	struct source_run *runs; /* ascending */
	size_t runs_count, runs_capacity;
	uint32_t last_line;   /* kept last by source_keep() */
	struct slice at_hand; /* a line that is being read, kept or not: at_hand_line */
	uint32_t at_hand_line;
	uint32_t number; /* order of the sources in messages */
};

/*
 * Opens a regular file of at most max bytes for reading, and nothing else: no folder, no device, no pipe, and never
 * waiting for one. Returns 0, or -errno (-EINVAL: no regular file, -EFBIG), with *ret_problem in words, which stays
 * valid until the thread's next error string.
 */
int source_open(const char *file, size_t max, int *ret_fd, const char **ret_problem);

/* An empty source. path: of the open file, with symbolic links resolved. Returns 0 or -errno. */
int source_new(const char *name, int fd, struct source **ret);

/* Reads all of a file; max as above, for files that grow. Returns 0 or -errno, with *ret_problem in words. */
int source_fill(struct source *source, int fd, size_t max, const char **ret_problem);

/* Keeps a line, whose number is above those kept before. Returns 0 or -ENOMEM. */
int source_keep(struct source *source, uint32_t line, struct slice text);

/* A line without its end, and without the BOM before the first. False: it was not kept. */
bool source_line(const struct source *source, uint32_t line, struct slice *ret);

void source_free(struct source *source);

#endif
