/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A ban's key as a prefix, and back.
 */
#ifndef UCGATE_APPLY_BAN_PREFIX_H
#define UCGATE_APPLY_BAN_PREFIX_H

#include "abi/ban.h"

#include "rules/model.h"

struct ban_key ban_key_of(const struct prefix *prefix);

/* The place is left zero. */
struct prefix ban_prefix_of(const struct ban_key *key);

#endif
