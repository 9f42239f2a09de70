/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Whether a list of prefixes holds an address, the plain way: for each prefix length, is the address cut to it one of
 * the prefixes? Knows nothing of ranges. Without memory the test ends.
 */
#ifndef UCGATE_TESTS_HARNESS_NAIVE_LIST_H
#define UCGATE_TESTS_HARNESS_NAIVE_LIST_H

#include "rules/model.h"

struct naive_list;

struct naive_list *naive_list_make(const struct prefix_list *prefixes);
void naive_list_free(struct naive_list *list);

/* Address in network order. */
bool naive_list_holds(const struct naive_list *list, uint8_t family, const uint8_t address[16]);

#endif
