// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "apply/bans.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "apply/ban_clock.h"
#include "apply/ban_file.h"
#include "cleanup.h"
#include "rules/address.h"

/* Splits what there is: the expired to the end of the list. Returns how many are live. */
static size_t live_first(struct ban_list *bans, uint64_t now_ns)
{
	size_t live = 0;

	for (size_t i = 0; i < bans->count; i++) {
		struct ban_entry entry = bans->list[i];

		if (ban_expired(&entry.ban, now_ns))
			continue;
		bans->list[i] = bans->list[live];
		bans->list[live++] = entry;
	}
	return live;
}

static int expired_remove(const struct ban_maps *maps)
{
	_cleanup_(ban_list_free) struct ban_list bans = {};
	struct ban_list expired;
	size_t live;
	int r = bans_read(maps->bans, &bans);

	if (r < 0)
		return r;
	live = live_first(&bans, ban_clock_now().monotonic_ns);
	if (live == bans.count)
		return 0;
	expired = (struct ban_list){bans.list + live, bans.count - live};
	return bans_remove(maps, &expired);
}

static int bans_keep(const struct ban_maps *maps, const char *interface)
{
	_cleanup_(ban_list_free) struct ban_list bans = {};
	int r = bans_read(maps->bans, &bans);

	if (r < 0)
		return r;
	if (bans.count)
		qsort(bans.list, bans.count, sizeof(*bans.list), ban_compare);
	return ban_file_write(interface, &bans);
}

int bans_add(const struct ban_maps *maps, const char *interface, const struct ban_list *bans, int *ret_kept)
{
	int r = expired_remove(maps);

	if (r == 0)
		r = bans_put(maps, bans);
	*ret_kept = bans_keep(maps, interface);
	return r;
}

static bool is_among(const struct ban_list *bans, const struct ban_entry *entry)
{
	return bsearch(entry, bans->list, bans->count, sizeof(*bans->list), ban_compare);
}

/* What is there of the bans asked for. */
static size_t live_count(const struct ban_list *there, const struct ban_list *bans)
{
	uint64_t now_ns = ban_clock_now().monotonic_ns;
	size_t count = 0;

	for (size_t i = 0; i < there->count; i++) {
		const struct ban_entry *entry = &there->list[i];

		count += !ban_expired(&entry->ban, now_ns) && (!bans || is_among(bans, entry));
	}
	return count;
}

int bans_take(const struct ban_maps *maps, const char *interface, const struct ban_list *bans,
	      size_t *ret_removed, int *ret_kept)
{
	_cleanup_(ban_list_free) struct ban_list there = {};
	int r = bans_read(maps->bans, &there);

	if (r < 0)
		return r;
	*ret_removed = live_count(&there, bans);
	r = bans_remove(maps, bans ? bans : &there);
	*ret_kept = bans_keep(maps, interface);
	return r;
}

int bans_restore(const struct ban_maps *maps, const char *interface, size_t *ret_count)
{
	_cleanup_(ban_list_free) struct ban_list bans = {};
	int r = ban_file_read(interface, &bans);

	if (r == 0 && bans.count)
		r = bans_put(maps, &bans);
	if (r == 0)
		*ret_count = bans.count;
	return r;
}

/* --- what no ban may touch --- */

static address_value start_of(const struct rules *rules, unsigned int family, size_t i)
{
	if (family == FAMILY_V4)
		return rules->v4.start[i];
	return (address_value)rules->v6.start[i].high << 64 | rules->v6.start[i].low;
}

static const char *critical_name(const struct rules *rules, const struct address_row *row)
{
	for (unsigned int i = 0; i < rules->header.services && i < SERVICES_MAX; i++) {
		if (row->peer >> i & 1 && rules->service[i].flags & SERVICE_CRITICAL)
			return rules->service[i].name;
	}
	return NULL;
}

/* The last entry that begins at or before the address. */
static size_t entry_find(const struct rules *rules, unsigned int family, address_value address)
{
	size_t at = 0;

	for (size_t step = ADDRESS_RANGES_MAX / 2; step; step /= 2)
		at += start_of(rules, family, at + step) <= address ? step : 0;
	return at;
}

bool ban_forbidden(const struct rules *rules, const struct prefix *prefix, const char **ret_service)
{
	struct address_range range = prefix_range(prefix);

	for (size_t i = entry_find(rules, prefix->family, range.first);
	     i < ADDRESS_RANGES_MAX && start_of(rules, prefix->family, i) <= range.last; i++) {
		const struct address_row *row =
			prefix->family == FAMILY_V4 ? &rules->v4.row[i] : &rules->v6.row[i];

		if (!(row->flags & ADDRESS_NEVER_BLOCK))
			continue;
		*ret_service = critical_name(rules, row);
		return true;
	}
	return false;
}
