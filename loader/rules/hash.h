/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The identity of a rule set: two values with the same hash judge every packet alike.
 */
#ifndef UCGATE_RULES_HASH_H
#define UCGATE_RULES_HASH_H

#include "abi/rules.h"

/*
 * SHA-256 of the value with its runs of equal elements counted, so it costs what the rules say and not what the tables
 * hold. What loader/apply stamps (generation, times, counters, the blocklists' slot, file) is no part of it, nor is
 * what only says where a list came from, nor the hash itself.
 */
void rules_hash(const struct rules *rules, __u8 ret_hash[32]);

#endif
