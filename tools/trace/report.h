/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A verdict and its explanation, for people and for programs. Functions return 0, or -errno.
 */
#ifndef UCGATE_TRACE_REPORT_H
#define UCGATE_TRACE_REPORT_H

#include <stdio.h>

#include "explain.h"

/* Packet number `first`, and equal ones behind it. */
struct report {
	struct packet_bytes frame;
	bool outbound;
	struct verdict verdict;
	struct lines lines;
	unsigned long first, times;
	bool numbered; /* there may be others: tell which one this is */
	bool color;
};

int report_print_text(const struct report *report, FILE *out);

/* One object, and a newline. */
int report_print_json(const struct report *report, FILE *out);

#endif
