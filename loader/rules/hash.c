// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/hash.h"

#include <sha2.h>
#include <stddef.h>
#include <string.h>

#define SECTION(member, element)                                              \
	{                                                                     \
		offsetof(struct rules, member), sizeof(element),              \
			sizeof(((struct rules *)0)->member) / sizeof(element) \
	}

/* The rules proper, in memory order, by the elements that repeat. Counters, file and header are no part of them. */
static const struct section {
	size_t offset, size, count;
} sections[] = {
	SECTION(protocol, struct protocol_row),
	SECTION(blocklist_gate, __u64),
	SECTION(port_class, __u16),
	SECTION(port, struct port_row),
	SECTION(port_open, __u8),
	SECTION(v4.hint, __u16),
	SECTION(v4.start, __u32),
	SECTION(v4.row, struct address_row),
	SECTION(v6.hint, __u16),
	SECTION(v6.start, struct address_v6),
	SECTION(v6.row, struct address_row),
	SECTION(service, struct rules_service),
};

enum { PROPER_SIZE = offsetof(struct rules, file) - offsetof(struct rules, protocol) };

_Static_assert(offsetof(struct rules, counter) == sizeof(struct rules_header) &&
		       offsetof(struct rules, protocol) ==
			       sizeof(struct rules_header) + sizeof(((struct rules *)0)->counter) &&
		       PROPER_SIZE == sizeof(((struct rules *)0)->protocol) +
					      sizeof(((struct rules *)0)->blocklist_gate) +
					      sizeof(((struct rules *)0)->port_class) +
					      sizeof(((struct rules *)0)->port) +
					      sizeof(((struct rules *)0)->port_open) +
					      sizeof(((struct rules *)0)->v4) +
					      sizeof(((struct rules *)0)->v6) +
					      sizeof(((struct rules *)0)->service) &&
		       offsetof(struct rules, file) + RULES_FILE_SIZE == sizeof(struct rules),
	       "every byte belongs to a section, or is stamped by loader/apply");

/* Each run of equal elements as its length and one of them: the tables are large, what they say is short. */
static void section_hash(const struct rules *rules, const struct section *section, SHA2_CTX *hash)
{
	const __u8 *element = (const __u8 *)rules + section->offset;
	const __u8 *end = element + section->size * section->count;

	while (element < end) {
		const __u8 *next = element + section->size;
		__u64 run = 1;

		while (next < end && memcmp(next, element, section->size) == 0) {
			next += section->size;
			run++;
		}
		SHA256Update(hash, (const __u8 *)&run, sizeof(run));
		SHA256Update(hash, element, section->size);
		element = next;
	}
}

void rules_hash(const struct rules *rules, __u8 ret_hash[32])
{
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
	for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++)
		section_hash(rules, &sections[i], &hash);
	SHA256Final(ret_hash, &hash);
}
