// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "maps/snapshot.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <linux/bpf.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <net/if.h>

#include "abi/ban.h"
#include "abi/flow.h"
#include "abi/fragment.h"
#include "abi/rate.h"

#include "maps/changes.h"
#include "maps/counters.h"
#include "maps/instance.h"
#include "maps/live.h"

#include "cleanup.h"

enum {
	READ_ATTEMPTS = 10, /* a reload in the middle of a read starts it anew */
	BATCH = 4096,	    /* entries a call when a table is counted */
	SERVICES_LISTED_MAX = SERVICES_MAX + SERVICE_COUNTERS_MAX,
};

/* Values of per-CPU maps are counters throughout, so all are added up as words. */
enum { COUNTER_WORDS_MAX = sizeof(struct reason_stats) / sizeof(uint64_t) };

_Static_assert(sizeof(struct service_stats) <= sizeof(struct reason_stats),
	       "counter_read() has room for either");

/* What one read keeps open. */
struct reader {
	const struct pins *pins;
	int services, essentials, reasons, names; /* descriptors */
	int cpus;
	uint64_t *lanes; /* one counter, of every CPU */
};

static void reader_close(struct reader *reader)
{
	cleanup_close(&reader->services);
	cleanup_close(&reader->essentials);
	cleanup_close(&reader->reasons);
	cleanup_close(&reader->names);
	free(reader->lanes);
}

/* A lookup writes as many bytes as the map says, so a map of another layout is refused before the first one. */
static int map_open(const struct pins *pins, const char *name, uint32_t key_size, uint32_t value_size,
		    struct bpf_map_info *ret_info)
{
	struct bpf_map_info info = {};
	_cleanup_close_ int fd = pin_open_info(pins, name, BPF_F_RDONLY, &info, sizeof(info));

	if (fd < 0)
		return fd;
	if (info.key_size != key_size || info.value_size != value_size)
		return -EPROTO;
	*ret_info = info;
	return TAKE_FD(fd);
}

static int counters_open(const struct pins *pins, const char *name, uint32_t value_size, uint32_t least)
{
	struct bpf_map_info info;
	_cleanup_close_ int fd = map_open(pins, name, sizeof(uint32_t), value_size, &info);

	if (fd < 0)
		return fd;
	if (info.type != BPF_MAP_TYPE_PERCPU_ARRAY || info.max_entries < least)
		return -EPROTO;
	return TAKE_FD(fd);
}

static int reader_open(struct reader *reader)
{
	struct bpf_map_info info;

	reader->services = counters_open(reader->pins, "service_stats", sizeof(struct service_stats),
					 SERVICE_COUNTERS_MAX);
	if (reader->services < 0)
		return reader->services;
	reader->essentials = counters_open(reader->pins, "essential_stats", sizeof(struct service_stats),
					   ESSENTIALS_COUNT);
	if (reader->essentials < 0)
		return reader->essentials;
	reader->reasons =
		counters_open(reader->pins, "reason_stats", sizeof(struct reason_stats), REASON_MAX);
	if (reader->reasons < 0)
		return reader->reasons;
	reader->names = map_open(reader->pins, "counter_names", SERVICE_NAME_SIZE, sizeof(uint32_t), &info);
	if (reader->names < 0)
		return reader->names;
	reader->cpus = libbpf_num_possible_cpus();
	if (reader->cpus < 0)
		return reader->cpus;
	reader->lanes = calloc((size_t)reader->cpus * COUNTER_WORDS_MAX, sizeof(uint64_t));
	return reader->lanes ? 0 : -ENOMEM;
}

/* Adds up one counter of size bytes over the CPUs into *ret. */
static int counter_read(const struct reader *reader, int fd, uint32_t index, void *ret, size_t size)
{
	size_t words = size / sizeof(uint64_t);
	uint64_t sum[COUNTER_WORDS_MAX] = {};
	int r = bpf_map_lookup_elem(fd, &index, reader->lanes);

	if (r < 0)
		return r;
	for (size_t lane = 0; lane < (size_t)reader->cpus * words; lane++)
		sum[lane % words] += reader->lanes[lane];
	memcpy(ret, sum, size);
	return 0;
}

static bool traffic_any(const struct service_stats *stats)
{
	return stats->in_pass.packets || stats->in_drop.packets || stats->out_pass.packets ||
	       stats->out_drop.packets;
}

static int service_add(const struct reader *reader, struct snapshot *snapshot, const char *name,
		       uint32_t counter, bool live)
{
	struct snapshot_service *service = &snapshot->services[snapshot->services_count];
	int r;

	if (snapshot->services_count == SERVICES_LISTED_MAX)
		return -EPROTO;
	r = counter_read(reader, reader->services, counter, &service->stats, sizeof(service->stats));
	if (r < 0)
		return r;
	if (!live && !traffic_any(&service->stats))
		return 0;
	memcpy(service->name, name, sizeof(service->name));
	service->name[sizeof(service->name) - 1] = '\0';
	service->live = live;
	snapshot->services_count++;
	return 0;
}

static bool counter_live(const struct rules *rules, uint32_t counter)
{
	for (int service = 0; service < rules->header.services; service++)
		if (rules->counter[service] == counter)
			return true;
	return false;
}

static int service_compare(const void *a, const void *b)
{
	return strcmp(((const struct snapshot_service *)a)->name, ((const struct snapshot_service *)b)->name);
}

/* Services that a reload took out of the rules, by name. */
static int retired_read(const struct reader *reader, const struct rules *rules, struct snapshot *snapshot)
{
	size_t first = snapshot->services_count;
	struct counter_names names;
	int r = counter_names_read(reader->names, &names);

	if (r < 0)
		return r;
	for (uint32_t counter = 1; counter < SERVICE_COUNTERS_MAX; counter++) {
		if (!names.name[counter][0] || counter_live(rules, counter))
			continue;
		r = service_add(reader, snapshot, names.name[counter], counter, false);
		if (r < 0)
			return r;
	}
	qsort(snapshot->services + first, snapshot->services_count - first, sizeof(*snapshot->services),
	      service_compare);
	return 0;
}

static int services_read(const struct reader *reader, const struct rules *rules, struct snapshot *snapshot)
{
	static const char other[SERVICE_NAME_SIZE] = "other"; /* the pseudo-service of counter 0 */
	int r;

	snapshot->services = calloc(SERVICES_LISTED_MAX, sizeof(*snapshot->services));
	if (!snapshot->services)
		return -ENOMEM;
	for (int i = 0; i < rules->header.services; i++) {
		r = service_add(reader, snapshot, rules->service[i].name, rules->counter[i], true);
		if (r < 0)
			return r;
	}
	r = service_add(reader, snapshot, other, 0, rules->header.outbound == OUTBOUND_ANY);
	return r < 0 ? r : retired_read(reader, rules, snapshot);
}

static int essentials_read(const struct reader *reader, struct snapshot *snapshot)
{
	for (uint32_t i = 0; i < ESSENTIALS_COUNT; i++) {
		int r = counter_read(reader, reader->essentials, i, &snapshot->essential[i],
				     sizeof(snapshot->essential[i]));

		if (r < 0)
			return r;
	}
	return 0;
}

static int reasons_read(const struct reader *reader, struct snapshot *snapshot)
{
	for (uint32_t i = 0; i < REASON_MAX; i++) {
		int r = counter_read(reader, reader->reasons, i, &snapshot->reason[i],
				     sizeof(snapshot->reason[i]));

		if (r < 0)
			return r;
	}
	return 0;
}

/* How many entries a hash map has; it is read in batches, as walking it would take two calls an entry. */
static int entries_count(int fd, const struct bpf_map_info *info, uint64_t *ret)
{
	_cleanup_free_ void *keys = calloc(BATCH, info->key_size);
	_cleanup_free_ void *values = calloc(BATCH, info->value_size);
	uint32_t at, count;
	uint64_t used = 0;
	void *from = NULL;
	int r = 0;

	if (!keys || !values)
		return -ENOMEM;
	while (r == 0 && used <= info->max_entries) {
		count = BATCH;
		r = bpf_map_lookup_batch(fd, from, &at, keys, values, &count, NULL);
		if (r < 0 && r != -ENOENT)
			return r;
		used += count;
		from = &at;
	}
	*ret = used;
	return 0;
}

/* A table as people know it, and the maps that it is made of. */
static const struct table_row {
	const char *name, *map;
	uint32_t key_size, value_size;
} table_rows[] = {
	{"flows", "flows_v4_tcp", sizeof(struct flow_key_v4), sizeof(struct flow)},
	{"flows", "flows_v4_other", sizeof(struct flow_key_v4), sizeof(struct flow)},
	{"flows", "flows_v6_tcp", sizeof(struct flow_key_v6), sizeof(struct flow)},
	{"flows", "flows_v6_other", sizeof(struct flow_key_v6), sizeof(struct flow)},
	{"fragments", "fragments_v4", sizeof(struct fragment_key_v4), sizeof(struct fragment_first)},
	{"fragments", "fragments_v6", sizeof(struct fragment_key_v6), sizeof(struct fragment_first)},
	{"limits", "sources", sizeof(struct source_key), sizeof(struct source_rate)},
	{"bans", "bans", sizeof(struct ban_key), sizeof(struct ban)},
};

/* Rows of one name follow one another. */
static struct snapshot_table *table_of(struct snapshot *snapshot, const char *name)
{
	struct snapshot_table *last = &snapshot->table[snapshot->tables_count];

	if (snapshot->tables_count && strcmp(last[-1].name, name) == 0)
		return last - 1;
	if (snapshot->tables_count == SNAPSHOT_TABLES)
		return NULL;
	*last = (struct snapshot_table){.name = name};
	snapshot->tables_count++;
	return last;
}

static int table_read(const struct pins *pins, const struct table_row *row, struct snapshot *snapshot)
{
	struct bpf_map_info info;
	_cleanup_close_ int fd = map_open(pins, row->map, row->key_size, row->value_size, &info);
	struct snapshot_table *table = table_of(snapshot, row->name);
	uint64_t used;
	int r;

	if (fd < 0)
		return fd;
	if (!table)
		return -ENOSPC;
	r = entries_count(fd, &info, &used);
	if (r < 0)
		return r;
	table->used += used;
	table->max += info.max_entries;
	return 0;
}

/* Only the LRU takes a flow away: what was inserted and is not there was evicted. */
static int evictions_read(const struct reader *reader, struct snapshot_table *flows)
{
	_cleanup_close_ int fd = counters_open(reader->pins, "flow_stats", sizeof(uint64_t), FLOW_TABLES);
	uint64_t inserted = 0;

	if (fd < 0)
		return fd == -ENOENT ? 0 : fd; /* a map of the egress program, which is not there */
	for (uint32_t i = 0; i < FLOW_TABLES; i++) {
		uint64_t count;
		int r = counter_read(reader, fd, i, &count, sizeof(count));

		if (r < 0)
			return r;
		inserted += count;
	}
	flows->evicts = true;
	flows->evicted = inserted > flows->used ? inserted - flows->used : 0;
	return 0;
}

static int tables_read(const struct reader *reader, struct snapshot *snapshot)
{
	for (size_t i = 0; i < sizeof(table_rows) / sizeof(table_rows[0]); i++) {
		int r = table_read(reader->pins, &table_rows[i], snapshot);

		if (r < 0)
			return r;
	}
	return evictions_read(reader, &snapshot->table[0]);
}

static uint64_t clock_now(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static void interface_read(const struct pins *pins, struct snapshot *snapshot)
{
	char name[IF_NAMESIZE];

	memcpy(snapshot->interface, snapshot->instance.name, sizeof(snapshot->interface));
	if (if_indextoname(pins->ifindex, name))
		memcpy(snapshot->interface, name, sizeof(snapshot->interface));
	snapshot->interface[sizeof(snapshot->interface) - 1] = '\0';
	snapshot->attached = instance_attached(&snapshot->instance);
}

static int state_read(const struct reader *reader, const struct rules *rules, struct snapshot *snapshot)
{
	int r = services_read(reader, rules, snapshot);

	if (r < 0)
		return r;
	r = essentials_read(reader, snapshot);
	if (r < 0)
		return r;
	r = reasons_read(reader, snapshot);
	if (r < 0)
		return r;
	return tables_read(reader, snapshot);
}

static int reload_results_read(const struct pins *pins, struct changes *ret)
{
	_cleanup_close_ int fd = pin_open_readonly(pins, "changes");

	return fd < 0 ? fd : changes_read(fd, ret);
}

/* -EAGAIN: the rules changed in the middle, so names and counters may not belong together. */
static int read_once(const struct reader *reader, struct snapshot *snapshot)
{
	_cleanup_(live_free) struct live live = {};
	uint32_t id_after;
	int r = live_read(reader->pins, &live);

	if (r < 0)
		return r;
	snapshot->rules = live.rules->header;
	memcpy(snapshot->file, live.rules->file, sizeof(snapshot->file));
	snapshot->trial = live.trial;
	r = state_read(reader, live.rules, snapshot);
	if (r == 0)
		r = reload_results_read(reader->pins, &snapshot->changes);
	if (r < 0)
		return r;
	snapshot->taken_ns = clock_now(CLOCK_MONOTONIC);
	snapshot->taken_at_ns = clock_now(CLOCK_REALTIME);
	r = rules_live_id(reader->pins, &id_after);
	if (r < 0)
		return r;
	return id_after == live.id ? 0 : -EAGAIN;
}

int snapshot_read(const struct pins *pins, struct snapshot *ret)
{
	_cleanup_(reader_close) struct reader reader = {pins, -1, -1, -1, -1, 0, NULL};
	_cleanup_(snapshot_free) struct snapshot snapshot = {};
	int r = pins_instance(pins, &snapshot.instance);

	if (r < 0)
		return r;
	snapshot.instance.ifindex = pins->ifindex; /* it was moved here under another one, maybe */
	interface_read(pins, &snapshot);
	r = reader_open(&reader);
	if (r < 0)
		return r;
	r = -EAGAIN;
	for (int attempt = 0; attempt < READ_ATTEMPTS && r == -EAGAIN; attempt++) {
		snapshot_free(&snapshot);
		snapshot.tables_count = 0;
		r = read_once(&reader, &snapshot);
	}
	if (r < 0 && r != -EAGAIN)
		return r;
	*ret = snapshot;
	snapshot.services = NULL;
	return 0;
}

static void traffic_add(struct traffic *sum, const struct traffic *traffic)
{
	sum->packets += traffic->packets;
	sum->bytes += traffic->bytes;
}

static void passes_add(struct service_stats *sum, const struct service_stats *stats)
{
	traffic_add(&sum->in_pass, &stats->in_pass);
	traffic_add(&sum->out_pass, &stats->out_pass);
}

struct service_stats snapshot_totals(const struct snapshot *snapshot)
{
	struct service_stats totals = {};

	for (size_t i = 0; i < snapshot->services_count; i++)
		passes_add(&totals, &snapshot->services[i].stats);
	for (int i = 0; i < ESSENTIALS_COUNT; i++)
		passes_add(&totals, &snapshot->essential[i]);
	for (int i = 0; i < REASON_MAX; i++) {
		traffic_add(&totals.out_pass, &snapshot->reason[i].out_pass);
		traffic_add(&totals.in_pass, &snapshot->reason[i].in_would_drop);
		traffic_add(&totals.out_pass, &snapshot->reason[i].out_would_drop);
		traffic_add(&totals.in_drop, &snapshot->reason[i].in_drop);
		traffic_add(&totals.out_drop, &snapshot->reason[i].out_drop);
	}
	return totals;
}

void snapshot_free(struct snapshot *snapshot)
{
	free(snapshot->services);
	snapshot->services = NULL;
	snapshot->services_count = 0;
}
