/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The last rule sets of an interface, on disk: HISTORY_FOLDER/<interface>/NUMBER.yaml, each a rule file with a head of
 * comments that say when it came into force, who did it, and which hash it has. List files are kept beside them in
 * lists/, once for each content, under its SHA-256: the rule files name them there, so they say all by themselves. What
 * is too much is dropped from its old end. Written under the lock of the pins, each file whole before it gets its name;
 * nothing that filters needs any of it.
 */
#ifndef UCGATE_CHANGE_HISTORY_H
#define UCGATE_CHANGE_HISTORY_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "abi/rules.h"

#include "change/prepared.h"

#define HISTORY_FOLDER "/var/lib/ucgate/history"

enum {
	HISTORY_MAX = 10,
	HISTORY_LISTS_MIB = 64, /* of list files; more drops old rule sets, but for the last two */
	HISTORY_WORD_SIZE = 64,
	HISTORY_COMMAND_SIZE = 512,
	HISTORY_FOLDER_SIZE = 160,
	HISTORY_PATH_SIZE = 320,
};

struct history_entry {
	uint64_t number; /* of its file; ascends */
	uint64_t at_ns;	 /* CLOCK_REALTIME */
	uint32_t generation;
	uint32_t trial_s; /* they were to be confirmed within, and were not; 0: they were, or needed not */
	uid_t uid;
	char sudo_user[HISTORY_WORD_SIZE]; /* empty: not by sudo */
	char command[HISTORY_COMMAND_SIZE];
	char hash[2 * 32 + 1];
	char file[RULES_FILE_SIZE]; /* that the rules were read from */
};

/* Newest first. */
struct history {
	struct history_entry list[HISTORY_MAX];
	size_t count;
};

/* No history is an empty one. Files that make no sense are passed over. Returns 0 or -errno. */
int history_read(const char *interface, struct history *ret);

/* The folder of an interface, and an entry's rule file in it. */
void history_folder(const char *interface, char ret[HISTORY_FOLDER_SIZE]);
void history_path(const char *folder, const struct history_entry *entry, char ret[HISTORY_PATH_SIZE]);

/*
 * Adds rules that came into force, on trial for trial_s unless that is 0. Those on top already are not added again. What
 * fails is said as a warning: no disk is a reason not to filter.
 */
void history_add(const char *interface, const struct prepared *prepared, uint32_t trial_s);

/*
 * The same for rules that were in force before: on top comes what the history has of this hash. When that is on top as it
 * is, it only is no longer on trial.
 */
void history_repeat(const char *interface, const uint8_t hash[32], uint32_t generation);

/* All entries of a folder, newest first; *ret to free(). For history_write.c and history_prune.c. */
int history_list(const char *folder, struct history_entry **ret, size_t *ret_count);

#endif
