/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What became of a change of rules, for people and for scripts.
 */
#ifndef UCGATE_COMMAND_APPLIED_JSON_H
#define UCGATE_COMMAND_APPLIED_JSON_H

#include <jansson.h>

#include "apply/apply.h"

/* {"changed":bool,"generation":N,"hash":"..."} */
json_t *applied_json(const struct applied *applied);

/* One line on stdout: `wan0: generation 3, hash 12ab34cd56ef: TEXT`. */
void applied_print(const char *interface, const struct applied *applied, const char *text);

#endif
