/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The identity of a rule set: two values with the same hash judge every packet alike.
 */
#ifndef UCGATE_RULES_HASH_H
#define UCGATE_RULES_HASH_H

#include "abi/rules.h"

/* SHA-256 of the value as if what loader/apply stamps (generation, times, counters, slot, file) and the hash were zero, and whatever only says
 * where a list came from. */
void rules_hash(const struct rules *rules, __u8 ret_hash[32]);

#endif
