/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Numbers of the kernel's maps in the words of the user.
 */
#ifndef UCGATE_METRICS_WORDS_H
#define UCGATE_METRICS_WORDS_H

#include <stdbool.h>

#include "maps/snapshot.h"

struct reason_word {
	enum reason number;
	const char *name;
	const char *sentence;
};

/* The first of the reasons that drop, in the order of abi/reason.h; a NULL name ends them. */
const struct reason_word *drop_reasons(void);

/* The name of a reason, of a pass or a drop; NULL: no such number. */
const char *reason_name(unsigned int number);

/* What it means, in a sentence without a full stop; NULL: no such number. */
const char *reason_sentence(unsigned int number);

/* The reason of that name. False: there is none. */
bool reason_find(const char *name, enum reason *ret);

/* By enum essential. */
extern const char *const essential_words[ESSENTIALS_COUNT];

/* `native`, `generic`. */
const char *xdp_mode_word(const struct instance *instance);

/* `enforce`, `monitor`, `panic`. */
const char *rules_mode_word(const struct rules_header *rules);

enum { HASH_WORD_SIZE = 65 };

/* Lower-case hexadecimal. */
void hash_word(const struct rules_header *rules, char ret[HASH_WORD_SIZE]);

#endif
