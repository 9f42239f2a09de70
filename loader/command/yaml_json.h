/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A YAML text of our own making as JSON: JSON is a rule file too, so `list --json` says what `list` says.
 */
#ifndef UCGATE_COMMAND_YAML_JSON_H
#define UCGATE_COMMAND_YAML_JSON_H

#include <stddef.h>

#include <jansson.h>

/* A new reference, or NULL when the text is not YAML. Plain digits become integers, true and false booleans. */
json_t *yaml_json(const char *text, size_t length);

#endif
