// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "maps/changes.h"

#include <errno.h>
#include <stdint.h>

#include <linux/bpf.h>

#include <bpf/bpf.h>

int changes_read(int fd, struct changes *ret)
{
	struct bpf_map_info info = {};
	uint32_t size = sizeof(info), key = 0;
	struct changes changes;
	int r = bpf_obj_get_info_by_fd(fd, &info, &size);

	if (r < 0)
		return r;
	/* A lookup writes as many bytes as the map says. */
	if (info.value_size != sizeof(changes))
		return -EPROTO;
	r = bpf_map_lookup_elem(fd, &key, &changes);
	if (r == 0)
		*ret = changes;
	return r;
}

int changes_write(int fd, const struct changes *changes)
{
	uint32_t key = 0;

	return bpf_map_update_elem(fd, &key, changes, BPF_ANY);
}

int changes_count(int fd, enum reload_result result, __u64 now_ns)
{
	struct changes changes;
	int r = changes_read(fd, &changes);

	if (r < 0)
		return r;
	changes.reloads[result]++;
	if (result == RELOAD_SUCCESS || result == RELOAD_UNCHANGED)
		changes.reloaded_at_ns = now_ns;
	return changes_write(fd, &changes);
}
