// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "maps/flows.h"

#include <errno.h>
#include <stdlib.h>

#include <linux/bpf.h>

#include <bpf/bpf.h>

#include "cleanup.h"

enum { BATCH = 4096 };

/* One batch of a table, as it is in the map. */
struct batch {
	union {
		struct flow_key_v4 v4[BATCH];
		struct flow_key_v6 v6[BATCH];
	} key;
	struct flow flow[BATCH];
	uint32_t count;
};

static struct flow_entry entry_of(const struct batch *batch, uint8_t family, uint32_t index)
{
	const struct flow_key_v4 *v4 = &batch->key.v4[index];

	if (family == 6)
		return (struct flow_entry){6, batch->key.v6[index], batch->flow[index]};
	return (struct flow_entry){.family = 4,
				   .key = {.local = {.low = v4->local},
					   .peer = {.low = v4->peer},
					   .local_port = v4->local_port,
					   .peer_port = v4->peer_port,
					   .protocol = v4->protocol},
				   .flow = batch->flow[index]};
}

static int batch_add(const struct batch *batch, uint8_t family, struct flow_list *flows)
{
	struct flow_entry *grown =
		reallocarray(flows->list, flows->count + batch->count + 1, sizeof(*flows->list));

	if (!grown)
		return -ENOMEM;
	flows->list = grown;
	for (uint32_t i = 0; i < batch->count; i++)
		flows->list[flows->count++] = entry_of(batch, family, i);
	return 0;
}

/* A lookup writes as many bytes as the map says. */
static int table_check(int fd, uint8_t family, uint32_t *ret_max)
{
	uint32_t key_size = family == 4 ? sizeof(struct flow_key_v4) : sizeof(struct flow_key_v6);
	struct bpf_map_info info = {};
	uint32_t size = sizeof(info);
	int r = bpf_obj_get_info_by_fd(fd, &info, &size);

	if (r < 0)
		return r;
	if (info.key_size != key_size || info.value_size != sizeof(struct flow))
		return -EPROTO;
	*ret_max = info.max_entries;
	return 0;
}

static int table_read(const struct pins *pins, const char *map, uint8_t family, struct flow_list *flows)
{
	_cleanup_close_ int fd = pin_open_readonly(pins, map);
	_cleanup_free_ struct batch *batch = malloc(sizeof(*batch));
	size_t before = flows->count;
	uint32_t at, max = 0;
	void *from = NULL;
	int r, end = 0;

	if (fd < 0)
		return fd;
	if (!batch)
		return -ENOMEM;
	r = table_check(fd, family, &max);
	while (r == 0 && end != -ENOENT && flows->count - before <= max) {
		batch->count = BATCH;
		end = bpf_map_lookup_batch(fd, from, &at, &batch->key, batch->flow, &batch->count, NULL);
		if (end < 0 && end != -ENOENT)
			return end;
		r = batch_add(batch, family, flows);
		from = &at;
	}
	return r;
}

static int used_last(const void *a, const void *b)
{
	uint64_t left = ((const struct flow_entry *)a)->flow.last_ns;
	uint64_t right = ((const struct flow_entry *)b)->flow.last_ns;

	return (left < right) - (left > right);
}

int flows_read(const struct pins *pins, struct flow_list *ret)
{
	_cleanup_(flow_list_free) struct flow_list flows = {};
	int r = table_read(pins, "flows_v4_tcp", 4, &flows);

	if (r == 0)
		r = table_read(pins, "flows_v4_other", 4, &flows);
	if (r == 0)
		r = table_read(pins, "flows_v6_tcp", 6, &flows);
	if (r == 0)
		r = table_read(pins, "flows_v6_other", 6, &flows);
	if (r < 0)
		return r;
	if (flows.count)
		qsort(flows.list, flows.count, sizeof(*flows.list), used_last);
	*ret = flows;
	flows = (struct flow_list){};
	return 0;
}

void flow_list_free(struct flow_list *flows)
{
	free(flows->list);
	*flows = (struct flow_list){};
}
