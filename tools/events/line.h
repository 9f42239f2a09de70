/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A packet on one line, for people.
 */
#ifndef UCGATE_EVENTS_LINE_H
#define UCGATE_EVENTS_LINE_H

#include <stdbool.h>
#include <stdio.h>

#include "tools/listen/listener.h"

/*
 * 16:40:00.123456  wan0  in   drop  peer         sip       udp 203.0.113.9:40000 > 192.0.2.10:5060 len 300, 342 bytes,
 * and 7 more suppressed
 */
void line_print(const struct sighting *sighting, bool color, FILE *out);

/* 3 packets shown, and 120 more suppressed: not-allowed 100, bogon 20 */
void totals_print(const struct listener_totals *totals, uint64_t shown, FILE *out);

/* {"summary":{...}}, the last line of a stream. 0, -ENOMEM or -EIO. */
int totals_print_json(const struct listener_totals *totals, uint64_t shown, FILE *out);

#endif
