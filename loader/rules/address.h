/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Prefixes as sets of addresses: from CIDRs to sorted ranges, from many sets to one flat table of masks, and from
 * ranges back to the fewest CIDRs. An address is a number in host order; IPv4 uses its low 32 bits. Families never mix.
 */
#ifndef UCGATE_RULES_ADDRESS_H
#define UCGATE_RULES_ADDRESS_H

#include "rules/model.h"

typedef unsigned __int128 address_value;

enum { FAMILY_V4 = 4, FAMILY_V6 = 6 }; /* as in struct prefix */

struct address_range {
	address_value first, last; /* both inclusive */
};

/* A set of addresses of one family. Sorted, disjoint and not adjacent once merged. Owns its list. */
struct address_ranges {
	struct address_range *list;
	size_t count;
};

/* Where the masks change: up to a flattening `mask` holds the bits that flip there, afterwards those that hold. */
struct address_edge {
	address_value at;
	struct address_row mask;
};

struct address_edges {
	struct address_edge *list;
	size_t count, size;
};

/* Bytes in network order, as in struct prefix, to and from a number. */
address_value address_read(const uint8_t address[16], unsigned int family);
void address_write(address_value value, unsigned int family, uint8_t ret_address[16]);

address_value address_highest(unsigned int family);

struct address_range prefix_range(const struct prefix *prefix);

/* Appends the prefixes of one family; to be followed by a merge. Returns 0 or -ENOMEM. */
int address_ranges_add(struct address_ranges *ranges, const struct prefix_list *prefixes,
		       unsigned int family);

void address_ranges_merge(struct address_ranges *ranges);

/* Of merged ranges: do they hold any address of the range; all of them. */
bool address_ranges_meet(const struct address_ranges *ranges, struct address_range range);
bool address_ranges_hold(const struct address_ranges *ranges, struct address_range range);

/* Appends the fewest prefixes, none shorter than `shortest`, that make up merged ranges. Returns 0 or -ENOMEM. */
int address_ranges_split(const struct address_ranges *ranges, unsigned int family, unsigned int shortest,
			 struct prefix_list *prefixes);

/* The bits of `mask` hold inside the merged ranges. Each bit may be given once. Returns 0 or -ENOMEM. */
int address_edges_add(struct address_edges *edges, const struct address_ranges *ranges, unsigned int family,
		      struct address_row mask);

/* To ascending edges that begin at address 0, no two neighbours with the same mask. Returns 0 or -ENOMEM. */
int address_edges_flatten(struct address_edges *edges);

/* `192.0.2.0/24` */
enum { PREFIX_TEXT_SIZE = 64 };

void prefix_format(const struct prefix *prefix, char ret_text[PREFIX_TEXT_SIZE]);

/* The same without the length. */
void address_format(const struct prefix *prefix, char ret_text[PREFIX_TEXT_SIZE]);

/* Appends one prefix to a list that only this function has grown. Returns 0 or -ENOMEM. */
int prefix_list_add(struct prefix_list *prefixes, const struct prefix *prefix);

void address_ranges_free(struct address_ranges *ranges);
void address_edges_free(struct address_edges *edges);

#endif
