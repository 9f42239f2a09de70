/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * JSON by RFC 8259, where YAML 1.1 would read it otherwise or not at all: surrogate pairs, a line break before a
 * colon, control characters and line separators inside strings.
 */
#ifndef UCGATE_RULES_JSON_TEXT_H
#define UCGATE_RULES_JSON_TEXT_H

#include "rules/source.h"
#include "rules/tree.h"

/*
 * The text is an object or array, whole and sound, and not nested deeper than a tree may be. What is nested deeper is
 * left to YAML's reader, which knows how to say so.
 */
bool json_text_valid(struct slice text);

/* Builds the tree of a valid text. Returns 0, or what the builder says. */
int json_text_build(const struct source *source, struct builder *builder);

#endif
