// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "maps/blocklists.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <linux/bpf.h>

#include <bpf/bpf.h>

#include "maps/live.h"

#include "cleanup.h"

static int lines_put(int fd, const struct blocklist_line *lines, size_t count)
{
	_cleanup_free_ uint32_t *keys = malloc(count * sizeof(*keys));
	uint32_t put = (uint32_t)count;

	if (!keys)
		return -ENOMEM;
	for (uint32_t i = 0; i < count; i++)
		keys[i] = i;
	return bpf_map_update_batch(fd, keys, lines, &put, NULL);
}

int blocklist_map_make(const struct blocklist_line *lines, size_t count)
{
	LIBBPF_OPTS(bpf_map_create_opts, options, .map_flags = BPF_F_INNER_MAP | BPF_F_RDONLY_PROG);
	_cleanup_close_ int fd = bpf_map_create(BPF_MAP_TYPE_ARRAY, "ucgate_blocked", sizeof(uint32_t),
						sizeof(*lines), (uint32_t)count, &options);
	int r;

	if (fd < 0)
		return fd;
	r = lines_put(fd, lines, count);
	if (r == 0)
		r = bpf_map_freeze(fd);
	return r < 0 ? r : TAKE_FD(fd);
}

int blocklist_slot_set(int outer, unsigned int slot, int inner)
{
	uint32_t key = slot;

	return bpf_map_update_elem(outer, &key, &inner, BPF_ANY);
}

int blocklist_slot_clear(int outer, unsigned int slot)
{
	uint32_t key = slot;
	int r = bpf_map_delete_elem(outer, &key);

	return r == -ENOENT ? 0 : r;
}

static void pin_name(unsigned int slot, char ret[16])
{
	snprintf(ret, 16, "blocklist_%u", slot % BLOCKLIST_SLOTS);
}

int blocklist_pin_put(const struct pins *pins, unsigned int slot, int inner)
{
	char name[16];
	int r;

	pin_name(slot, name);
	r = pin_put(pins, name, inner);
	if (r < 0)
		return r;
	/* For the readers that the rules have. */
	r = pin_permit_as(pins, name, PIN_RULES_LIVE);
	return r == -ENOENT || r == -EPERM ? 0 : r;
}

int blocklist_pin_remove(const struct pins *pins, unsigned int slot)
{
	char name[16];
	int r;

	pin_name(slot, name);
	r = pin_remove(pins, name);
	return r == -ENOENT ? 0 : r;
}

bool blocklist_slot_used(int outer, unsigned int slot)
{
	uint32_t key = slot, id;

	return bpf_map_lookup_elem(outer, &key, &id) == 0;
}

static int lines_read(int fd, struct blocklist_line *lines, size_t count)
{
	_cleanup_free_ uint32_t *keys = malloc(count * sizeof(*keys));
	uint32_t got = (uint32_t)count, at;

	if (!keys)
		return -ENOMEM;
	return bpf_map_lookup_batch(fd, NULL, &at, keys, lines, &got, NULL);
}

/* A descriptor of what is in the slot, and what the kernel says of it. */
static int slot_open(const struct pins *pins, int outer, unsigned int slot, struct bpf_map_info *ret)
{
	LIBBPF_OPTS(bpf_get_fd_by_id_opts, options, .open_flags = BPF_F_RDONLY);
	_cleanup_close_ int fd = -1;
	uint32_t key = slot, id, size = sizeof(*ret);
	char name[16];
	int r = bpf_map_lookup_elem(outer, &key, &id);

	if (r < 0)
		return r;
	fd = bpf_map_get_fd_by_id_opts(id, &options);
	if (fd == -EPERM) {
		pin_name(slot, name);
		fd = pin_open_readonly(pins, name);
	}
	if (fd < 0)
		return fd == -ENOENT ? -ESTALE : fd;
	r = bpf_obj_get_info_by_fd(fd, ret, &size);
	if (r < 0)
		return r;
	return ret->id == id ? TAKE_FD(fd) : -ESTALE;
}

int blocklist_slot_read(const struct pins *pins, int outer, unsigned int slot, struct blocklist_line **ret,
			size_t *ret_count)
{
	_cleanup_free_ struct blocklist_line *lines = NULL;
	struct bpf_map_info info = {};
	_cleanup_close_ int fd = slot_open(pins, outer, slot, &info);
	int r;

	if (fd < 0)
		return fd;
	if (info.value_size != sizeof(*lines))
		return -EPROTO;
	lines = calloc(info.max_entries, sizeof(*lines));
	if (!lines)
		return -ENOMEM;
	r = lines_read(fd, lines, info.max_entries);
	if (r < 0 && r != -ENOENT)
		return r;
	*ret = TAKE_PTR(lines);
	*ret_count = info.max_entries;
	return 0;
}
