/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What compiled blocklists hold that others do not, by the addresses that are in their lines.
 */
#ifndef UCGATE_RULES_LIST_DIFFERENCE_H
#define UCGATE_RULES_LIST_DIFFERENCE_H

#include "rules/address.h"
#include "rules/blocklist_table.h"

/* Lines, and where their parts lie. */
struct listing {
	const struct rules_blocklists *where;
	const struct blocklist_table *table;
};

enum { LIST_EXAMPLES = 5 };

struct list_difference {
	uint64_t ranges;	     /* of addresses, of both families */
	uint64_t v4_addresses;	     /* in those of IPv4 */
	struct prefix_list examples; /* the first ones; LIST_EXAMPLES at most */
};

/* All ranges of a family, merged: *ret to address_ranges_free(). -EBADMSG: no compilation makes such lines. */
int listing_ranges(const struct listing *listing, unsigned int family, struct address_ranges *ret);

/* What the one holds and the other does not: *ret to list_difference_free(). Returns 0, -EBADMSG or -ENOMEM. */
int listing_compare(const struct listing *one, const struct listing *other, struct list_difference *ret);

void list_difference_free(struct list_difference *difference);

#endif
