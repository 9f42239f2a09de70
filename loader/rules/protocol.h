/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * IP protocols without ports, by number or by IANA's name in lower case.
 */
#ifndef UCGATE_RULES_PROTOCOL_H
#define UCGATE_RULES_PROTOCOL_H

#include <stdint.h>

#include "rules/complaint.h"
#include "rules/slice.h"

/* Returns 0, or -EINVAL and why. */
int protocol_parse(struct slice text, uint8_t *ret, struct complaint *ret_why);

/* IANA's name in lower case, NULL: it has none. */
const char *protocol_name(uint8_t number);

/* Its name, else its number, as a rule file may say it. */
enum { PROTOCOL_TEXT_SIZE = 32 };

const char *protocol_format(uint8_t number, char ret_text[PROTOCOL_TEXT_SIZE]);

#endif
