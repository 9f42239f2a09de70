// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "maps/rules.h"

#include <errno.h>

#include <bpf/bpf.h>

#include "maps/live.h"

#include "cleanup.h"

int rules_map_make(const struct rules *rules)
{
	LIBBPF_OPTS(bpf_map_create_opts, options, .map_flags = BPF_F_RDONLY_PROG);
	_cleanup_close_ int fd = bpf_map_create(BPF_MAP_TYPE_ARRAY, "ucgate_rules", sizeof(uint32_t),
						sizeof(*rules), 1, &options);
	uint32_t key = 0;
	int r;

	if (fd < 0)
		return fd;
	r = bpf_map_update_elem(fd, &key, rules, BPF_ANY);
	if (r == 0)
		r = bpf_map_freeze(fd);
	return r < 0 ? r : TAKE_FD(fd);
}

int rules_slot_set(int outer, enum rules_slot slot, int inner)
{
	uint32_t key = slot;

	return bpf_map_update_elem(outer, &key, &inner, BPF_ANY);
}

int rules_slots_shift(int outer, int live, int next)
{
	LIBBPF_OPTS(bpf_map_batch_opts, options);
	const uint32_t slots[] = {RULES_PREVIOUS, RULES_LIVE};
	const int inner[] = {live, next};
	uint32_t count = 2;
	int r;

	if (bpf_map_update_batch(outer, slots, inner, &count, &options) == 0)
		return 0;
	r = rules_slot_set(outer, RULES_PREVIOUS, live);
	return r < 0 ? r : rules_slot_set(outer, RULES_LIVE, next);
}

static int pin_open_id(const struct pins *pins, uint32_t id)
{
	static const char *const names[] = {PIN_RULES_LIVE, PIN_RULES_NEXT, PIN_RULES_PREVIOUS};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		_cleanup_close_ int fd = pin_open_readonly(pins, names[i]);

		if (fd >= 0 && rules_map_id(fd) == id)
			return TAKE_FD(fd);
	}
	return -EPERM;
}

int rules_slot_open(const struct pins *pins, int outer, enum rules_slot slot)
{
	LIBBPF_OPTS(bpf_get_fd_by_id_opts, options, .open_flags = BPF_F_RDONLY);
	uint32_t key = slot, id;
	int r = bpf_map_lookup_elem(outer, &key, &id);

	if (r < 0)
		return r;
	r = bpf_map_get_fd_by_id_opts(id, &options);
	return r == -EPERM ? pin_open_id(pins, id) : r;
}

uint32_t rules_map_id(int inner)
{
	struct bpf_map_info info = {};
	uint32_t size = sizeof(info);

	return bpf_obj_get_info_by_fd(inner, &info, &size) < 0 ? 0 : info.id;
}

int rules_map_read(int inner, struct rules **ret)
{
	_cleanup_free_ struct rules *rules = malloc(sizeof(*rules));
	struct bpf_map_info info = {};
	uint32_t size = sizeof(info), key = 0;
	int r;

	if (!rules)
		return -ENOMEM;
	r = bpf_obj_get_info_by_fd(inner, &info, &size);
	if (r < 0)
		return r;
	/* A lookup writes as many bytes as the map says. */
	if (info.value_size != sizeof(*rules))
		return -EPROTO;
	r = bpf_map_lookup_elem(inner, &key, rules);
	if (r < 0)
		return r;
	if (rules->header.layout != RULES_LAYOUT)
		return -EPROTO;
	*ret = TAKE_PTR(rules);
	return 0;
}

int rules_slot_read(const struct pins *pins, int outer, enum rules_slot slot, struct rules **ret)
{
	_cleanup_close_ int inner = rules_slot_open(pins, outer, slot);

	return inner < 0 ? inner : rules_map_read(inner, ret);
}
