// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/hash.h"

#include <sha2.h>
#include <stddef.h>
#include <string.h>

/* The value in memory order is: header, counter[], the rules proper, file[]. */
enum {
	PROPER_BEGIN = offsetof(struct rules, protocol),
	PROPER_END = offsetof(struct rules, file),
};

void rules_hash(const struct rules *rules, __u8 ret_hash[32])
{
	static const __u8 zero[RULES_FILE_SIZE];
	struct rules_header header = rules->header;
	SHA2_CTX hash;

	header.generation = 0;
	header.deadline_ns = 0;
	header.applied_at_ns = 0;
	header.blocklists.slot = 0;
	header.blocklists.names_first = 0;
	header.blocklists.names_size = 0;
	header.blocklists.names_sum = 0;
	header.blocklists.lines = 0;
	memset(header.hash, 0, sizeof(header.hash));
	SHA256Init(&hash);
	SHA256Update(&hash, (const __u8 *)&header, sizeof(header));
	SHA256Update(&hash, zero, sizeof(rules->counter));
	SHA256Update(&hash, (const __u8 *)rules + PROPER_BEGIN, PROPER_END - PROPER_BEGIN);
	SHA256Update(&hash, zero, sizeof(rules->file));
	SHA256Final(ret_hash, &hash);
}

_Static_assert(offsetof(struct rules, counter) == sizeof(struct rules_header) &&
		       PROPER_BEGIN == sizeof(struct rules_header) + sizeof(((struct rules *)0)->counter) &&
		       PROPER_END + RULES_FILE_SIZE == sizeof(struct rules),
	       "every byte is hashed");
