/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Readers of what is more than one value: services and blocklists, and the mappings inside.
 */
#ifndef UCGATE_RULES_SERVICE_H
#define UCGATE_RULES_SERVICE_H

#include "rules/schema.h"

key_reader essentials_read;	/* struct ruleset */
key_reader service_read;	/* struct ruleset */
key_reader limit_read;		/* struct service */
key_reader peers_file_read;	/* struct service */
key_reader blocklist_read;	/* struct ruleset */
key_reader blocklist_file_read; /* struct blocklist */

#endif
