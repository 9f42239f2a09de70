/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The source line that a message shows: escaped, and cut to a width around the caret.
 */
#ifndef UCGATE_RULES_EXCERPT_H
#define UCGATE_RULES_EXCERPT_H

#include <stdint.h>

#include "rules/slice.h"

/*
 * The line as at most `columns` (20 or more) columns that hold the character at byte `offset` (the length: the end of
 * the line), with dots where it is cut. *ret_caret: columns before that character.
 * Returns a string to free, or NULL without memory.
 */
char *excerpt_new(struct slice line, size_t offset, size_t columns, uint32_t *ret_caret);

/* The byte at which a character begins that lies `characters` behind the one at byte `offset`, or the length. */
size_t characters_pass(struct slice line, size_t offset, uint32_t characters);

/* The whole text escaped. Returns a string to free, or NULL without memory. */
char *text_escaped(struct slice text);

#endif
