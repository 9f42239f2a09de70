// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "attach/egress.h"

#include <errno.h>
#include <string.h>

#include <linux/bpf.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "attach/object.h"
#include "base/log.h"
#include "base/privilege.h"
#include "bpf/egress.skel.h"
#include "cleanup.h"

enum {
	ATTACH_TCX_EGRESS = 47, /* BPF_TCX_EGRESS of Linux 6.6; older headers do not have it */
	FILTER_HANDLE = 0x5543, /* "UC" */
};

/*
 * First of all filters, since one that says TC_ACT_OK is the last to be asked. Another kind of classifier may have a
 * priority for itself, then the next one is tried.
 */
static const uint32_t priorities[] = {1, 2, 3, FILTER_HANDLE};

enum { PRIORITIES = sizeof(priorities) / sizeof(priorities[0]) };

enum filter_owner { FILTER_NOBODY, FILTER_OURS, FILTER_FOREIGN };

/* Without the right to look at programs, what has our handle is ours. */
static bool program_is_ours(uint32_t id)
{
	_cleanup_close_ int fd = bpf_prog_get_fd_by_id(id);
	struct bpf_prog_info info = {};
	uint32_t size = sizeof(info);

	if (fd < 0)
		return fd == -EPERM;
	return bpf_obj_get_info_by_fd(fd, &info, &size) == 0 &&
	       strncmp(info.name, EGRESS_PROGRAM_NAME, sizeof(info.name) - 1) == 0;
}

static enum filter_owner filter_find(const struct bpf_tc_hook *hook, uint32_t priority)
{
	LIBBPF_OPTS(bpf_tc_opts, filter, .handle = FILTER_HANDLE, .priority = priority);

	if (bpf_tc_query(hook, &filter) < 0)
		return FILTER_NOBODY;
	return program_is_ours(filter.prog_id) ? FILTER_OURS : FILTER_FOREIGN;
}

static int filters_remove(uint32_t ifindex)
{
	LIBBPF_OPTS(bpf_tc_hook, hook, .ifindex = (int)ifindex, .attach_point = BPF_TC_EGRESS);

	for (int i = 0; i < PRIORITIES; i++) {
		LIBBPF_OPTS(bpf_tc_opts, filter, .handle = FILTER_HANDLE, .priority = priorities[i]);
		int r;

		if (filter_find(&hook, priorities[i]) != FILTER_OURS)
			continue;
		r = bpf_tc_detach(&hook, &filter);
		if (r < 0 && r != -ENOENT)
			return r;
	}
	return 0;
}

static bool held_by_tcx(const struct pins *pins)
{
	uint32_t ifindex;

	return pins_link_ifindex(pins, PIN_EGRESS_LINK, &ifindex) == 0 && ifindex == pins->ifindex;
}

/* A link that is there goes on, with another program in it. */
static int attach_by_tcx(const struct pins *pins, int program)
{
	_cleanup_close_ int held = held_by_tcx(pins) ? pin_open(pins, PIN_EGRESS_LINK) : -1, link = -1;

	if (held >= 0)
		return bpf_link_update(held, program, NULL);
	link = bpf_link_create(program, (int)pins->ifindex, (enum bpf_attach_type)ATTACH_TCX_EGRESS, NULL);
	return link < 0 ? link : pin_put(pins, PIN_EGRESS_LINK, link);
}

/* As the filter of that owner's, at the first priority where it can be. */
static int filter_put(const struct bpf_tc_hook *hook, enum filter_owner owner, int program)
{
	int r = -EEXIST;

	for (int i = 0; i < PRIORITIES && r < 0; i++) {
		LIBBPF_OPTS(bpf_tc_opts, filter, .handle = FILTER_HANDLE, .priority = priorities[i],
			    .prog_fd = program, .flags = BPF_TC_F_REPLACE);

		if (filter_find(hook, priorities[i]) == owner)
			r = bpf_tc_attach(hook, &filter);
	}
	return r;
}

static int attach_by_clsact(const struct pins *pins, int program)
{
	LIBBPF_OPTS(bpf_tc_hook, hook, .ifindex = (int)pins->ifindex, .attach_point = BPF_TC_EGRESS);
	int r = bpf_tc_hook_create(&hook);

	if (r < 0 && r != -EEXIST)
		return r;
	r = filter_put(&hook, FILTER_OURS, program);
	return r < 0 ? filter_put(&hook, FILTER_NOBODY, program) : 0;
}

/* Kernels without tcx do not know its attach type. */
static int attach(const struct pins *pins, int program)
{
	int r = attach_by_tcx(pins, program);

	return r == -EINVAL ? attach_by_clsact(pins, program) : r;
}

static int attach_told(const struct interface *interface, const struct pins *pins, int program)
{
	int r = attach(pins, program);

	if (r < 0)
		return privilege_log(r, "%s: cannot attach the program for outbound packets",
				     interface->name);
	return 0;
}

int egress_attach(const struct interface *interface, const struct pins *pins)
{
	_cleanup_(egress_object_free) struct egress_bpf *object = NULL;
	int program, r = egress_object_load(pins, &object);

	if (r < 0)
		return r;
	program = bpf_program__fd(object->progs.ucgate_egress);
	r = pin_put(pins, PIN_EGRESS_PROGRAM, program);
	if (r < 0)
		return log_errno(r, "%s: cannot pin the program for outbound packets", interface->name);
	return attach_told(interface, pins, program);
}

int egress_attach_again(const struct interface *interface, const struct pins *pins)
{
	_cleanup_close_ int program = pin_open(pins, PIN_EGRESS_PROGRAM);
	int r = egress_detach(pins); /* the link of the interface that went */

	if (r < 0)
		return log_errno(r, "%s: cannot make room for the program for outbound packets",
				 interface->name);
	return program < 0 ? egress_attach(interface, pins) : attach_told(interface, pins, program);
}

const char *egress_way(const struct pins *pins)
{
	LIBBPF_OPTS(bpf_tc_hook, hook, .ifindex = (int)pins->ifindex, .attach_point = BPF_TC_EGRESS);

	if (held_by_tcx(pins))
		return "tcx";
	for (int i = 0; i < PRIORITIES; i++)
		if (filter_find(&hook, priorities[i]) == FILTER_OURS)
			return "clsact";
	return NULL;
}

int egress_detach(const struct pins *pins)
{
	int r = pin_remove_link(pins, PIN_EGRESS_LINK);

	return r < 0 && r != -ENOENT ? r : filters_remove(pins->ifindex);
}
