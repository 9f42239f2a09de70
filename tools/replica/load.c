// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// From the objects to programs in the kernel that share maps which nobody else has.
#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

#include <bpf/bpf.h>

#include "attach/object.h"
#include "bpf/egress.skel.h"
#include "bpf/ingress.skel.h"
#include "cleanup.h"
#include "tools/replica/parts.h"

/* Another layout would be copied byte by byte into what it is not. */
static int pinned_entries(const struct bpf_map *map, const struct pins *pins, uint32_t *ret)
{
	struct bpf_map_info info = {};
	_cleanup_close_ int fd = pin_open_info(pins, bpf_map__name(map), BPF_F_RDONLY, &info, sizeof(info));

	if (fd < 0)
		return fd == -ENOENT ? -EPROTO : fd;
	if (info.type != bpf_map__type(map) || info.key_size != bpf_map__key_size(map) ||
	    info.value_size != bpf_map__value_size(map))
		return -EPROTO;
	*ret = info.max_entries;
	return 0;
}

/* Of maps that are not made yet. */
static int maps_size_as(const struct bpf_object *object, const struct pins *pins)
{
	struct bpf_map *map;
	uint32_t entries;
	int r;

	bpf_object__for_each_map(map, object)
	{
		if (bpf_map__is_internal(map))
			continue;
		r = pinned_entries(map, pins, &entries);
		if (r == 0)
			r = bpf_map__set_max_entries(map, entries);
		if (r < 0)
			return r;
	}
	return 0;
}

int replica_fits(const struct replica *replica, const struct pins *pins, bool *ret)
{
	struct bpf_map *map;
	uint32_t entries;
	bool fits = true;
	int r;

	bpf_object__for_each_map(map, replica_maps(replica))
	{
		if (bpf_map__is_internal(map))
			continue;
		r = pinned_entries(map, pins, &entries);
		if (r < 0)
			return r;
		fits = fits && entries == bpf_map__max_entries(map);
	}
	*ret = fits;
	return 0;
}

static int ingress_load(struct replica *replica, const struct pins *pins)
{
	struct ingress_bpf *object = replica->ingress = ingress_bpf__open();
	bool frags = frags_available();
	int r = object ? 0 : -errno;

	if (r < 0)
		return r;
	replica->most = frags ? FRAME_MOST : FRAME_PAGE;
	object->rodata->clock_injected = true;
	object->rodata->judgement_told = true;
	object->rodata->frags_supported = frags;
	r = bpf_program__set_flags(object->progs.ucgate_ingress, frags ? BPF_F_XDP_HAS_FRAGS : 0);
	if (r == 0 && pins)
		r = maps_size_as(object->obj, pins);
	return r < 0 ? r : ingress_bpf__load(object);
}

static int maps_share(const struct bpf_object *from, const struct bpf_object *to)
{
	struct bpf_map *map, *shared;
	int r;

	bpf_object__for_each_map(map, to)
	{
		shared = bpf_map__is_internal(map) ? NULL
						   : bpf_object__find_map_by_name(from, bpf_map__name(map));
		r = shared ? bpf_map__reuse_fd(map, bpf_map__fd(shared)) : 0;
		if (r < 0)
			return r;
	}
	return 0;
}

static int egress_load(struct replica *replica)
{
	struct egress_bpf *object = replica->egress = egress_bpf__open();
	int r = object ? 0 : -errno;

	if (r < 0)
		return r;
	object->rodata->clock_injected = true;
	object->rodata->judgement_told = true;
	r = maps_share(replica->ingress->obj, object->obj);
	return r < 0 ? r : egress_bpf__load(object);
}

static void *map_memory(const struct bpf_map *map, int protection)
{
	void *memory = mmap(NULL, (size_t)sysconf(_SC_PAGESIZE), protection, MAP_SHARED, bpf_map__fd(map), 0);

	return memory == MAP_FAILED ? NULL : memory;
}

static void memory_release(struct replica *replica)
{
	size_t size = (size_t)sysconf(_SC_PAGESIZE);

	if (replica->clock)
		munmap((void *)(uintptr_t)replica->clock, size);
	if (replica->judgement)
		munmap((void *)(uintptr_t)replica->judgement, size);
	replica->clock = NULL;
	replica->judgement = NULL;
}

void replica_unload(struct replica *replica)
{
	memory_release(replica);
	egress_bpf__destroy(replica->egress);
	ingress_bpf__destroy(replica->ingress);
	replica->egress = NULL;
	replica->ingress = NULL;
}

int replica_load(struct replica *replica, const struct pins *pins)
{
	int r;

	replica_unload(replica);
	replica->fresh = true;
	r = ingress_load(replica, pins);
	if (r == 0)
		r = egress_load(replica);
	if (r < 0)
		return r;
	replica->program[0] = bpf_program__fd(replica->ingress->progs.ucgate_ingress);
	replica->program[1] = bpf_program__fd(replica->egress->progs.ucgate_egress);
	replica->clock = map_memory(replica->ingress->maps.clock, PROT_READ | PROT_WRITE);
	replica->judgement = map_memory(replica->ingress->maps.judgement, PROT_READ);
	return replica->clock && replica->judgement ? 0 : -errno;
}

struct bpf_object *replica_maps(const struct replica *replica)
{
	return replica->ingress->obj;
}
