/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What is to be said about a rule file, as JSON: `check -j`, and a refused attach or reload.
 */
#ifndef UCGATE_COMMAND_DIAGNOSTICS_JSON_H
#define UCGATE_COMMAND_DIAGNOSTICS_JSON_H

#include <jansson.h>

#include "rules/diagnostic.h"

/* An array of {"file","line","column","message","suggestion"}: the messages of one severity, null where there is no such. */
json_t *diagnostics_json(const struct diagnostics *d, enum severity severity);

#endif
