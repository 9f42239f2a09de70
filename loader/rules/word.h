/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What YAML 1.1 takes a plain scalar for, if not for text: `no` for a boolean, `84:20` for 5060.
 */
#ifndef UCGATE_RULES_WORD_H
#define UCGATE_RULES_WORD_H

#include "rules/slice.h"

/*
 * The type, as "a boolean"; NULL for text. `y` and `n` are text, as every reader of YAML 1.1 takes them.
 */
const char *word_type(struct slice text);

/* A number by base 60 (`1:2:3:4:5:6:7:8` is one, an IPv6 address too). False: it is none. */
bool word_is_sexagesimal(struct slice text);

#endif
