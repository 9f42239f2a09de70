/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Readers of single values and of entries of lists: from a scalar's text to a field of the model. A key decides what
 * its text is; the style of the scalar only matters where YAML 1.1 would have read another type.
 */
#ifndef UCGATE_RULES_VALUE_H
#define UCGATE_RULES_VALUE_H

#include "rules/schema.h"

key_reader version_read;     /* no field */
key_reader enumeration_read; /* unsigned int or an enum: index in words */
key_reader boolean_read;     /* bool */
key_reader essential_read;   /* uint16_t: bit `number` */
key_reader name_read;	     /* char[SERVICE_NAME_SIZE] */
key_reader description_read; /* char * */
key_reader path_read;	     /* char * */
key_reader port_read;	     /* struct port_list */
key_reader protocol_read;    /* struct service: its protocols */
key_reader prefix_read;	     /* struct prefix_list; number: enum prefix_use */
key_reader timeout_read;     /* uint32_t, seconds */
key_reader rate_read;	     /* struct rate */

/*
 * Appends a prefix within the limit of its use, else diagnoses the limit by name.
 * Returns 0, -E2BIG or -ENOMEM.
 */
int prefix_keep(struct reader *reader, enum prefix_use use, const struct prefix *prefix,
		struct prefix_list *list);

#endif
