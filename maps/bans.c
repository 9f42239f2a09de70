// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "maps/bans.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <bpf/bpf.h>

#include "cleanup.h"

enum { LENGTHS = 129, BATCH = 4096 };

/* Which lengths a family's bans have. */
struct lengths_seen {
	bool seen[BAN_FAMILIES][LENGTHS];
};

int ban_maps_open(const struct pins *pins, struct ban_maps *ret)
{
	_cleanup_close_ int bans = pin_open(pins, "bans");
	int lengths;

	if (bans < 0)
		return bans;
	lengths = pin_open(pins, "ban_lengths");
	if (lengths < 0)
		return lengths;
	*ret = (struct ban_maps){TAKE_FD(bans), lengths};
	return 0;
}

void ban_maps_close(struct ban_maps *maps)
{
	cleanup_close(&maps->bans);
	cleanup_close(&maps->lengths);
}

void ban_list_free(struct ban_list *bans)
{
	free(bans->list);
	*bans = (struct ban_list){};
}

/* One batch, or as many as there are. */
struct batch {
	struct ban_key key[BATCH];
	struct ban ban[BATCH];
	uint32_t count;
};

static int batch_keep(const struct batch *batch, struct ban_list *bans, size_t *size)
{
	if (bans->count + batch->count > *size) {
		size_t more = 2 * *size + batch->count;
		struct ban_entry *list = reallocarray(bans->list, more, sizeof(*list));

		if (!list)
			return -ENOMEM;
		bans->list = list;
		*size = more;
	}
	for (uint32_t i = 0; i < batch->count; i++)
		bans->list[bans->count++] = (struct ban_entry){batch->key[i], batch->ban[i]};
	return 0;
}

int bans_read(int fd, struct ban_list *ret)
{
	_cleanup_(ban_list_free) struct ban_list bans = {};
	_cleanup_free_ struct batch *batch = malloc(sizeof(*batch));
	uint32_t at;
	void *from = NULL;
	size_t size = 0;
	int r = 0;

	if (!batch)
		return -ENOMEM;
	while (r == 0) {
		batch->count = BATCH;
		r = bpf_map_lookup_batch(fd, from, &at, batch->key, batch->ban, &batch->count, NULL);
		if (r < 0 && r != -ENOENT)
			return r;
		if (batch_keep(batch, &bans, &size) < 0)
			return -ENOMEM;
		from = &at;
	}
	*ret = bans;
	bans = (struct ban_list){};
	return 0;
}

static void lengths_see(struct lengths_seen *lengths, const struct ban_list *bans)
{
	for (size_t i = 0; i < bans->count; i++) {
		const struct ban_key *key = &bans->list[i].key;

		if (key->length < LENGTHS)
			lengths->seen[key->family == 4 ? BAN_V4 : BAN_V6][key->length] = true;
	}
}

/* The longest first: hosts are what is banned most. */
static int lengths_write(int fd, const struct lengths_seen *lengths)
{
	struct ban_lengths value[BAN_FAMILIES] = {};

	for (int family = 0; family < BAN_FAMILIES; family++) {
		for (unsigned int length = LENGTHS - 1; length > 0; length--) {
			if (!lengths->seen[family][length])
				continue;
			if (value[family].count == BAN_LENGTHS_MAX)
				return -E2BIG;
			value[family].length[value[family].count++] = (__u8)length;
		}
	}
	for (uint32_t family = 0; family < BAN_FAMILIES; family++) {
		int r = bpf_map_update_elem(fd, &family, &value[family], BPF_ANY);

		if (r < 0)
			return r;
	}
	return 0;
}

static int lengths_update(const struct ban_maps *maps, const struct ban_list *more)
{
	_cleanup_(ban_list_free) struct ban_list bans = {};
	struct lengths_seen lengths = {};
	int r = bans_read(maps->bans, &bans);

	if (r < 0)
		return r;
	lengths_see(&lengths, &bans);
	if (more)
		lengths_see(&lengths, more);
	return lengths_write(maps->lengths, &lengths);
}

static uint32_t batch_fill(const struct ban_list *bans, size_t from, struct batch *batch)
{
	for (batch->count = 0; batch->count < BATCH && from < bans->count; from++) {
		batch->key[batch->count] = bans->list[from].key;
		batch->ban[batch->count++] = bans->list[from].ban;
	}
	return batch->count;
}

/* Lengths first: a ban without its length would not be in force, a length without a ban only costs a lookup. */
int bans_put(const struct ban_maps *maps, const struct ban_list *bans)
{
	_cleanup_free_ struct batch *batch = malloc(sizeof(*batch));
	int r = batch ? lengths_update(maps, bans) : -ENOMEM;

	for (size_t i = 0; r == 0 && i < bans->count; i += BATCH) {
		batch_fill(bans, i, batch);
		r = bpf_map_update_batch(maps->bans, batch->key, batch->ban, &batch->count, NULL);
	}
	return r;
}

int bans_remove(const struct ban_maps *maps, const struct ban_list *bans)
{
	for (size_t i = 0; i < bans->count; i++) {
		int r = bpf_map_delete_elem(maps->bans, &bans->list[i].key);

		if (r < 0 && r != -ENOENT)
			return r;
	}
	return lengths_update(maps, NULL);
}

static int words_compare(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

int ban_compare(const void *a, const void *b)
{
	const struct ban_key *left = &((const struct ban_entry *)a)->key;
	const struct ban_key *right = &((const struct ban_entry *)b)->key;
	int order = words_compare(left->family, right->family);

	if (!order)
		order = words_compare(left->high, right->high);
	if (!order)
		order = words_compare(left->low, right->low);
	return order ? order : words_compare(left->length, right->length);
}
