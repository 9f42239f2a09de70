// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "rules/blocklist_table.h"

#include <errno.h>
#include <sha2.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "rules/address.h"
#include "rules/blocklist_names.h"
#include "rules/classify.h"
#include "rules/hash.h"
#include "rules/range32.h"
#include "rules/rules.h"

/* The union of the lists. */
struct listed {
	struct range32_list v4;
	struct address_ranges v6;
};

static void listed_free(struct listed *listed)
{
	range32_free(&listed->v4);
	address_ranges_free(&listed->v6);
}

static int v4_collect(const struct prefix_list *prefixes, struct range32_list *ranges)
{
	if (range32_reserve(ranges, prefixes->count) < 0)
		return -ENOMEM;
	for (size_t i = 0; i < prefixes->count; i++) {
		const struct prefix *prefix = &prefixes->list[i];
		uint32_t first;

		if (prefix->family != FAMILY_V4)
			continue;
		first = (uint32_t)address_read(prefix->address, FAMILY_V4);
		ranges->list[ranges->count++] =
			range32_of(first, first | (uint32_t)(0xffffffffull >> prefix->length));
	}
	return 0;
}

/* Adds one list to the union, and to the digest what it holds: not in what order, or how it is cut into prefixes. */
static int list_collect(const struct blocklist *list, SHA2_CTX *digest, struct listed *listed)
{
	_cleanup_(address_ranges_free) struct address_ranges v6 = {0};
	size_t from = listed->v4.count;
	struct address_range *grown;
	uint64_t counts[2];

	if (v4_collect(&list->prefixes, &listed->v4) < 0 || range32_merge(&listed->v4, from) < 0 ||
	    address_ranges_add(&v6, &list->prefixes, FAMILY_V6) < 0)
		return -ENOMEM;
	address_ranges_merge(&v6);
	counts[0] = listed->v4.count - from;
	counts[1] = v6.count;
	SHA256Update(digest, (const uint8_t *)list->name, sizeof(list->name));
	SHA256Update(digest, (const uint8_t *)counts, sizeof(counts));
	SHA256Update(digest, (const uint8_t *)(listed->v4.list + from), counts[0] * sizeof(range32));
	SHA256Update(digest, (const uint8_t *)v6.list, v6.count * sizeof(*v6.list));
	if (!v6.count)
		return 0;
	grown = reallocarray(listed->v6.list, listed->v6.count + v6.count, sizeof(*grown));
	if (!grown)
		return -ENOMEM;
	memcpy(grown + listed->v6.count, v6.list, v6.count * sizeof(*grown));
	listed->v6.list = grown;
	listed->v6.count += v6.count;
	return 0;
}

static int lists_collect(const struct ruleset *ruleset, struct listed *listed, uint8_t ret_digest[32])
{
	SHA2_CTX digest;

	SHA256Init(&digest);
	for (size_t i = 0; i < ruleset->blocklists_count; i++) {
		if (list_collect(&ruleset->blocklists[i], &digest, listed) < 0)
			return -ENOMEM;
	}
	SHA256Final(ret_digest, &digest);
	if (ruleset->blocklists_count > 1) {
		if (range32_merge(&listed->v4, 0) < 0)
			return -ENOMEM;
		address_ranges_merge(&listed->v6);
	}
	return 0;
}

/* --- IPv4 --- */

/* The part of a range inside one upper half of the addresses. */
struct piece {
	uint32_t half;
	uint32_t first, last; /* lower halves */
};

static struct piece piece_of(range32 range, uint32_t half)
{
	return (struct piece){
		.half = half,
		.first = half == range32_first(range) >> 16 ? range32_first(range) & 0xffff : 0,
		.last = half == range32_last(range) >> 16 ? range32_last(range) & 0xffff : 0xffff,
	};
}

static unsigned int piece_boundaries(const struct piece *piece)
{
	return piece->last == 0xffff ? 1 : 2;
}

#define FOR_EACH_PIECE(piece, ranges)                                                 \
	for (size_t _i = 0; _i < (ranges)->count; _i++)                               \
		for (uint32_t _half = range32_first((ranges)->list[_i]) >> 16,        \
			      _behind = (range32_last((ranges)->list[_i]) >> 16) + 1; \
		     _half < _behind && ((piece) = piece_of((ranges)->list[_i], _half), 1); _half++)

static unsigned int lines_for(size_t boundaries, unsigned int of_line)
{
	return (unsigned int)((boundaries + of_line - 1) / of_line);
}

/* As fine as it takes for most clean addresses to end there, as coarse as the cache likes it. */
static uint8_t gate_bits_for(size_t ranges)
{
	if (!ranges)
		return 0;
	if (ranges <= 2048)
		return BLOCKLIST_GATE_BITS_MIN;
	if (ranges <= 16384)
		return 20;
	return ranges <= 262144 ? 22 : 24;
}

static uint32_t gate_lines(uint8_t gate_bits)
{
	return gate_bits > BLOCKLIST_GATE_BITS_MIN ? (1u << gate_bits) / BLOCKLIST_GATE_BITS : 0;
}

/* Counts the boundaries of each upper half, and the lines for them. */
static uint32_t v4_measure(const struct range32_list *ranges, uint32_t boundaries[65536])
{
	struct piece piece;
	uint32_t lines = 0;

	FOR_EACH_PIECE(piece, ranges)
	boundaries[piece.half] += piece_boundaries(&piece);
	for (size_t half = 0; half < 65536; half++)
		lines += lines_for(boundaries[half], BLOCKLIST_V4_BOUNDARIES);
	return lines;
}

static void gate_open(struct blocklist_line *lines, uint8_t gate_bits, const struct piece *piece)
{
	unsigned int shift = 32u - gate_bits;
	uint32_t first = (piece->half << 16 | piece->first) >> shift,
		 last = (piece->half << 16 | piece->last) >> shift;

	for (uint32_t part = first; part <= last; part++)
		lines[part / BLOCKLIST_GATE_BITS].gate[part / 64 % 8] |= 1ull << part % 64;
}

static void boundary_put(struct blocklist_line *lines, struct blocklist_index *index, uint32_t boundary)
{
	struct blocklist_line *line = &lines[index->first + index->boundaries / BLOCKLIST_V4_BOUNDARIES];

	line->v4[index->boundaries++ % BLOCKLIST_V4_BOUNDARIES] = (uint16_t)boundary;
}

static struct blocklist_index *index_at(struct blocklist_line *lines, uint32_t v4_index, uint32_t half)
{
	return &lines[v4_index + half / BLOCKLIST_INDEX_ENTRIES].index[half % BLOCKLIST_INDEX_ENTRIES];
}

static void v4_fill(const struct range32_list *ranges, const struct rules_blocklists *where,
		    const uint32_t boundaries[65536], struct blocklist_line *lines)
{
	uint32_t next = where->v4_index + BLOCKLIST_INDEX_LINES;
	struct piece piece;

	for (uint32_t half = 0; half < 65536; half++) {
		index_at(lines, where->v4_index, half)->first = next;
		next += lines_for(boundaries[half], BLOCKLIST_V4_BOUNDARIES);
	}
	FOR_EACH_PIECE(piece, ranges)
	{
		struct blocklist_index *index = index_at(lines, where->v4_index, piece.half);

		if (where->v4_gate_bits > BLOCKLIST_GATE_BITS_MIN)
			gate_open(lines, where->v4_gate_bits, &piece);
		boundary_put(lines, index, piece.first);
		if (piece.last != 0xffff)
			boundary_put(lines, index, piece.last + 1);
	}
}

/* --- IPv6 --- */

static uint32_t v6_measure(const struct address_ranges *ranges)
{
	bool open = ranges->count && ranges->list[ranges->count - 1].last == address_highest(FAMILY_V6);

	return (uint32_t)(2 * ranges->count - open);
}

static void v6_fill(const struct address_ranges *ranges, uint32_t boundaries, struct blocklist_line *lines)
{
	for (uint32_t i = 0; i < boundaries; i++) {
		const struct address_range *range = &ranges->list[i / 2];
		address_value at = i % 2 ? range->last + 1 : range->first;

		lines[i / BLOCKLIST_V6_BOUNDARIES].v6[i % BLOCKLIST_V6_BOUNDARIES] =
			(struct address_v6){.high = (__u64)(at >> 64), .low = (__u64)at};
	}
}

/* --- both --- */

/* Where the parts of the table lie. */
static void parts_place(const struct listed *listed, uint32_t v4_lines, struct rules_blocklists *where)
{
	where->v4_gate_bits = listed->v4.count ? gate_bits_for(listed->v4.count) : 0;
	where->v4_index = gate_lines(where->v4_gate_bits);
	where->v6_first = where->v4_gate_bits ? where->v4_index + BLOCKLIST_INDEX_LINES + v4_lines : 0;
	where->v6_boundaries = v6_measure(&listed->v6);
	where->names_first = where->v6_first + lines_for(where->v6_boundaries, BLOCKLIST_V6_BOUNDARIES);
	where->lines = where->names_first + lines_for(where->names_size, BLOCKLIST_LINE_SIZE);
}

/* The gate that a packet has at hand. */
static void rules_gate_open(const struct range32_list *ranges, __u64 gate[65536 / 64])
{
	struct piece piece;

	FOR_EACH_PIECE(piece, ranges)
	gate[piece.half / 64] |= 1ull << piece.half % 64;
}

static int table_make(const struct listed *listed, const char *names, struct rules_blocklists *where,
		      struct blocklist_table *ret)
{
	_cleanup_free_ uint32_t *boundaries = calloc(65536, sizeof(*boundaries));
	struct blocklist_line *lines;
	uint32_t v4_lines, v4_first;

	if (!boundaries)
		return -ENOMEM;
	v4_lines = v4_measure(&listed->v4, boundaries);
	parts_place(listed, v4_lines, where);
	lines = calloc(where->lines ? where->lines : 1, sizeof(*lines));
	if (!lines)
		return -ENOMEM;
	v4_first = where->v6_first - v4_lines;
	memset(lines + v4_first, 0xff, (where->names_first - v4_first) * sizeof(*lines));
	if (where->v4_gate_bits)
		v4_fill(&listed->v4, where, boundaries, lines);
	v6_fill(&listed->v6, where->v6_boundaries, lines + where->v6_first);
	memcpy(lines + where->names_first, names, where->names_size);
	*ret = (struct blocklist_table){lines, where->lines};
	return 0;
}

/* FNV-1a: enough to see a change. */
static uint32_t names_sum(const char *names, size_t size)
{
	uint32_t sum = 0x811c9dc5;

	for (size_t i = 0; i < size; i++)
		sum = (sum ^ (uint8_t)names[i]) * 0x01000193;
	return sum;
}

int blocklists_compile(const struct ruleset *ruleset, struct rules *rules, struct blocklist_table *ret)
{
	struct rules_blocklists where = {.lists = (__u16)ruleset->blocklists_count};
	_cleanup_(listed_free) struct listed listed = {};
	_cleanup_free_ char *names = NULL;
	size_t names_size = 0;
	int r = 0;

	if (!ruleset->blocklists_count) {
		*ret = (struct blocklist_table){};
		return 0;
	}
	r = lists_collect(ruleset, &listed, where.digest);
	if (r == 0)
		r = blocklist_names_write(ruleset, &names, &names_size);
	if (r == 0) {
		where.names_size = (__u32)names_size;
		where.names_sum = names_sum(names, names_size);
		r = table_make(&listed, names, &where, ret);
	}
	if (r < 0)
		return r;
	rules->header.blocklists = where;
	rules_gate_open(&listed.v4, rules->blocklist_gate);
	rules_hash(rules, rules->header.hash);
	return 0;
}

void blocklist_table_free(struct blocklist_table *table)
{
	free(table->lines);
	*table = (struct blocklist_table){};
}

/* --- asked on the host --- */

static bool v4_holds(const struct rules_blocklists *where, struct blocklist_line *lines, uint32_t address)
{
	const struct blocklist_index *index = index_at(lines, where->v4_index, address >> 16);
	const struct blocklist_line *line = &lines[index->first];
	uint32_t low = 0, high = index->boundaries;

	while (low < high) {
		uint32_t middle = (low + high) / 2;

		if (line[middle / BLOCKLIST_V4_BOUNDARIES].v4[middle % BLOCKLIST_V4_BOUNDARIES] <=
		    (address & 0xffff))
			low = middle + 1;
		else
			high = middle;
	}
	return low % 2;
}

static bool v6_reached(const struct address_v6 *boundary, struct address_v6 address)
{
	return boundary->high < address.high ||
	       (boundary->high == address.high && boundary->low <= address.low);
}

static bool v6_holds(const struct rules_blocklists *where, const struct blocklist_line *lines,
		     struct address_v6 address)
{
	const struct blocklist_line *line = &lines[where->v6_first];
	uint32_t low = 0, high = where->v6_boundaries;

	while (low < high) {
		uint32_t middle = (low + high) / 2;

		if (v6_reached(&line[middle / BLOCKLIST_V6_BOUNDARIES].v6[middle % BLOCKLIST_V6_BOUNDARIES],
			       address))
			low = middle + 1;
		else
			high = middle;
	}
	return low % 2;
}

bool blocklist_table_holds(const struct rules_blocklists *where, const struct blocklist_table *table,
			   uint8_t family, struct address_v6 address)
{
	if (family == FAMILY_V4)
		return where->v4_gate_bits && v4_holds(where, table->lines, (uint32_t)address.low);
	return where->v6_boundaries && v6_holds(where, table->lines, address);
}

bool blocklists_cut_ssh(const struct rules *rules, const struct blocklist_table *table,
			const struct ssh_session *ssh)
{
	uint8_t family = ssh->peer.family;
	address_value address = address_read(ssh->peer.address, family);

	return rules->header.mode == MODE_ENFORCE &&
	       !(classify_address(rules, family, ssh->peer.address)->flags & ADDRESS_NEVER_BLOCK) &&
	       blocklist_table_holds(&rules->header.blocklists, table, family,
				     (struct address_v6){(__u64)(address >> 64), (__u64)address});
}

int blocklists_decompile(const struct rules_blocklists *where, const struct blocklist_table *table,
			 struct ruleset *ruleset)
{
	if (!where->lists)
		return 0;
	if (where->lines != table->count || where->names_first > where->lines ||
	    where->names_size > (size_t)(where->lines - where->names_first) * BLOCKLIST_LINE_SIZE)
		return -EBADMSG;
	return blocklist_names_read(table->lines[where->names_first].names, where->names_size, where->lists,
				    ruleset);
}
