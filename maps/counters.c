// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "maps/counters.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "abi/stats.h"

#include "cleanup.h"

int counter_names_read(int fd, struct counter_names *ret)
{
	struct counter_names names = {};
	char key[SERVICE_NAME_SIZE], *previous = NULL;
	int r;

	while ((r = bpf_map_get_next_key(fd, previous, key)) == 0) {
		uint32_t id;

		previous = key;
		if (bpf_map_lookup_elem(fd, key, &id) == 0 && id && id < SERVICE_COUNTERS_MAX)
			memcpy(names.name[id], key, sizeof(key));
	}
	if (r != -ENOENT)
		return r;
	*ret = names;
	return 0;
}

static void key_fill(const char *name, char ret[SERVICE_NAME_SIZE])
{
	memset(ret, 0, SERVICE_NAME_SIZE);
	memcpy(ret, name, strnlen(name, SERVICE_NAME_SIZE - 1));
}

int counter_name_put(int fd, const char *name, unsigned int id)
{
	char key[SERVICE_NAME_SIZE];
	uint32_t value = id;

	key_fill(name, key);
	return bpf_map_update_elem(fd, key, &value, BPF_ANY);
}

int counter_name_remove(int fd, const char *name)
{
	char key[SERVICE_NAME_SIZE];
	int r;

	key_fill(name, key);
	r = bpf_map_delete_elem(fd, key);
	return r == -ENOENT ? 0 : r;
}

int service_stats_zero(int stats, unsigned int id)
{
	int cpus = libbpf_num_possible_cpus();
	_cleanup_free_ struct service_stats *zero = NULL;
	uint32_t key = id;

	if (cpus < 0)
		return cpus;
	zero = calloc((size_t)cpus, sizeof(*zero));
	return zero ? bpf_map_update_elem(stats, &key, zero, BPF_ANY) : -ENOMEM;
}
