/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The services of a rule set as JSON, as `check -j` lists them.
 */
#ifndef UCGATE_COMMAND_SERVICE_JSON_H
#define UCGATE_COMMAND_SERVICE_JSON_H

#include <jansson.h>

#include "rules/model.h"

/*
 * An array in file order of {"name","direction","dynamic","tcp","udp","local_ports","protocols","peers","local",
 * "limit","timeout_s","critical"}. Lists are arrays of strings as a rule file writes them ("5060", "1024-65535",
 * "esp", "192.0.2.0/24"), empty for any. limit: null, or {"per_source","total"}, each "50/s burst 100" or null.
 * timeout_s: null for the default of the protocol.
 */
json_t *services_json(const struct ruleset *ruleset);

enum { RATE_TEXT_SIZE = 48 };

/* As a rule file writes it, the burst always. */
void rate_format(const struct rate *rate, char ret_text[RATE_TEXT_SIZE]);

const char *direction_word(enum direction direction);

#endif
