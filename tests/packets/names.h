/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Names of services, each with a number that it keeps over reloads: the number it is counted under.
 */
#ifndef UCGATE_TESTS_PACKETS_NAMES_H
#define UCGATE_TESTS_PACKETS_NAMES_H

#include "abi/limits.h"

enum { NAME_OTHER = 0 };

/* name[0] is `other`; unused names are empty. */
struct names {
	char name[SERVICE_COUNTERS_MAX][SERVICE_NAME_SIZE];
};

void names_start(struct names *names);

/* The number of a name, -1: it has none. */
int names_find(const struct names *names, const char *name);

/* The same, a new number for a new name. Aborts when all are taken. */
int names_add(struct names *names, const char *name);

#endif
