// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// The state of an attached interface, map by map. Its maps are opened for reading only.
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <bpf/bpf.h>

#include "maps/blocklists.h"
#include "maps/live.h"
#include "maps/rules.h"

#include "cleanup.h"
#include "tools/replica/parts.h"

enum {
	BATCH = 4096,	    /* entries a call */
	COPY_ATTEMPTS = 10, /* reloads in the middle start it anew */
};

/*
 * What packets leave behind is in hashes and in arrays. Not in what is counted on each CPU, nor in what is said between
 * the programs and a process: that is mapped, or a ring.
 */
static bool is_state(const struct bpf_map *map)
{
	enum bpf_map_type type = bpf_map__type(map);

	if (bpf_map__is_internal(map) || bpf_map__map_flags(map) & BPF_F_MMAPABLE)
		return false;
	if (strcmp(bpf_map__name(map), "event_control") == 0) /* nobody listens to a replica */
		return false;
	return type == BPF_MAP_TYPE_HASH || type == BPF_MAP_TYPE_LRU_HASH || type == BPF_MAP_TYPE_ARRAY;
}

/* Room for entries on their way, and where the way goes on. */
struct batch {
	void *keys, *values;
	uint64_t at[8];
};

static void batch_free(struct batch *batch)
{
	free(batch->keys);
	free(batch->values);
}

static int entries_copy(int from, int to, struct batch *batch)
{
	bool first = true, last = false;
	int r;

	while (!last) {
		uint32_t count = BATCH, put;

		r = bpf_map_lookup_batch(from, first ? NULL : batch->at, batch->at, batch->keys,
					 batch->values, &count, NULL);
		if (r < 0 && r != -ENOENT)
			return r;
		last = r == -ENOENT;
		first = false;
		put = count;
		r = count ? bpf_map_update_batch(to, batch->keys, batch->values, &put, NULL) : 0;
		if (r < 0)
			return r;
	}
	return 0;
}

static int map_copy(const struct pins *pins, const struct bpf_map *map)
{
	_cleanup_(batch_free) struct batch batch = {
		.keys = calloc(BATCH, bpf_map__key_size(map)),
		.values = calloc(BATCH, (bpf_map__value_size(map) + 7) / 8 * 8),
	};
	_cleanup_close_ int from = -1;

	if (!batch.keys || !batch.values)
		return -ENOMEM;
	from = pin_open_readonly(pins, bpf_map__name(map));
	return from < 0 ? from : entries_copy(from, bpf_map__fd(map), &batch);
}

static int maps_copy(struct replica *replica, const struct pins *pins)
{
	struct bpf_map *map;
	int r;

	bpf_object__for_each_map(map, replica_maps(replica))
	{
		r = is_state(map) ? map_copy(pins, map) : 0;
		if (r < 0)
			return r;
	}
	return counter_names_read(replica_map(replica, "counter_names"), &replica->names);
}

/* The lists that the rules refer to. -ESTALE: a reload has taken them away meanwhile. */
static int lists_read(const struct pins *pins, const struct rules *rules, struct blocklist_table *ret)
{
	_cleanup_close_ int outer = -1;
	int r;

	if (!rules->header.blocklists.lines)
		return 0;
	outer = pin_open_readonly(pins, "blocklists");
	if (outer < 0)
		return outer;
	r = blocklist_slot_read(pins, outer, rules->header.blocklists.slot, &ret->lines, &ret->count);
	return r == -ENOENT ? -ESTALE : r;
}

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

/* Their deadline was theirs on the interface: what is in force now stays so here. */
static int rules_copy(struct replica *replica, const struct pins *pins)
{
	_cleanup_(blocklist_table_free) struct blocklist_table lists = {0};
	_cleanup_free_ struct rules *rules = NULL;
	uint32_t id;
	int r = rules_live_read(pins, &rules, &id);

	if (r == 0)
		r = lists_read(pins, rules, &lists);
	if (r < 0)
		return r;
	rules->header.deadline_ns = 0;
	return replica_rules_put(replica, rules, &lists);
}

/* Maps that nothing is in yet, and large enough. */
static int maps_prepare(struct replica *replica, const struct pins *pins)
{
	bool fits = false;
	int r = replica_fits(replica, pins, &fits);

	if (r < 0 || (fits && replica->fresh))
		return r;
	r = replica_rules_clear(replica);
	return r < 0 ? r : replica_load(replica, pins);
}

int replica_copy(struct replica *replica, const struct pins *pins)
{
	struct instance instance;
	int r = pins_instance(pins, &instance);

	if (r == 0)
		r = maps_prepare(replica, pins);
	if (r < 0)
		return r;
	r = -ESTALE;
	for (int attempt = 0; attempt < COPY_ATTEMPTS && r == -ESTALE; attempt++)
		r = rules_copy(replica, pins);
	if (r < 0)
		return r;
	replica_clock(replica, now_ns());
	return maps_copy(replica, pins);
}
