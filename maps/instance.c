// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "maps/instance.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <xdp/libxdp.h>

#include "cleanup.h"

int instance_write(int fd, const struct instance *instance)
{
	uint32_t key = 0;

	return bpf_map_update_elem(fd, &key, instance, BPF_ANY);
}

static uint32_t xdp_attached_id(int ifindex)
{
	LIBBPF_OPTS(bpf_xdp_query_opts, query);

	if (bpf_xdp_query(ifindex, 0, &query) < 0)
		return 0;
	return query.skb_prog_id ? query.skb_prog_id : query.drv_prog_id;
}

bool dispatcher_slot_ours(const struct xdp_program *program, uint32_t prog_id)
{
	return prog_id ? xdp_program__id(program) == prog_id
		       : strcmp(xdp_program__name(program), PROGRAM_NAME) == 0;
}

static bool dispatcher_holds(int ifindex, uint32_t prog_id)
{
	struct xdp_multiprog *dispatcher = xdp_multiprog__get_from_ifindex(ifindex);
	bool holds = false;

	if (libxdp_get_error(dispatcher))
		return libxdp_get_error(dispatcher) == -EPERM;
	for (struct xdp_program *p = NULL; (p = xdp_multiprog__next_prog(p, dispatcher));)
		holds |= dispatcher_slot_ours(p, prog_id);
	xdp_multiprog__close(dispatcher);
	return holds;
}

bool instance_attached(const struct instance *instance)
{
	uint32_t attached = xdp_attached_id((int)instance->ifindex);

	if (!attached)
		return false;
	if (attached == instance->prog_id || attached == instance->next_prog_id)
		return true;
	return instance->kind == ATTACH_DISPATCHER &&
	       dispatcher_holds((int)instance->ifindex, instance->prog_id);
}

static bool pins_moved_here(const struct pins *pins, uint32_t *ret_ifindex)
{
	struct instance instance;
	uint32_t ifindex;

	if (pins_link_ifindex(pins, PIN_LINK, &ifindex) < 0 || ifindex == 0 ||
	    pins_instance(pins, &instance) < 0)
		return false;
	instance.ifindex = ifindex;
	if (!instance_attached(&instance))
		return false;
	*ret_ifindex = ifindex;
	return true;
}

static int ifindex_compare(const void *a, const void *b)
{
	uint32_t left = ((const struct pins *)a)->ifindex, right = ((const struct pins *)b)->ifindex;

	return (left > right) - (left < right);
}

int pins_here(struct pins **ret, size_t *ret_count)
{
	_cleanup_free_ struct pins *list = NULL;
	size_t count, kept = 0;
	struct pins own;
	int r = pins_of(0, &own);

	if (r == 0)
		r = pins_list(&list, &count);
	if (r < 0)
		return r;
	for (size_t i = 0; i < count; i++)
		if (pins_moved_here(&list[i], &list[i].ifindex) || list[i].netns == own.netns)
			list[kept++] = list[i];
	if (kept)
		qsort(list, kept, sizeof(*list), ifindex_compare);
	*ret = TAKE_PTR(list);
	*ret_count = kept;
	return 0;
}
