// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "apply/ban_prefix.h"

#include "rules/address.h"

/* IPv4 stands in the upper half of the upper word. */
enum { V4_SHIFT = 96, WORD = 64 };

struct ban_key ban_key_of(const struct prefix *prefix)
{
	address_value address = address_read(prefix->address, prefix->family);

	if (prefix->family == FAMILY_V4)
		address <<= V4_SHIFT;
	return (struct ban_key){
		.high = (__u64)(address >> WORD),
		.low = (__u64)address,
		.length = prefix->length,
		.family = prefix->family,
	};
}

struct prefix ban_prefix_of(const struct ban_key *key)
{
	struct prefix prefix = {.family = (uint8_t)key->family, .length = (uint8_t)key->length};
	address_value address = (address_value)key->high << WORD | key->low;

	if (prefix.family == FAMILY_V4)
		address >>= V4_SHIFT;
	address_write(address, prefix.family, prefix.address);
	return prefix;
}
