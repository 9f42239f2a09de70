// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "attach/dispatcher.h"

#include <errno.h>
#include <string.h>

#include <linux/bpf.h>

#include <bpf/libbpf.h>
#include <xdp/libxdp.h>
#include <xdp/prog_dispatcher.h>

#include "maps/instance.h"

#include "bpf/ingress.skel.h"
#include "cleanup.h"

/* As libxdp installs and names them. */
#define DISPATCHER_FILE	   "xdp-dispatcher.o"
#define DISPATCHER_PROGRAM "xdp_dispatcher"
#define PROBE_PROGRAM	   "xdp_pass"
#define PROBE_SLOT	   "compat_test"

static void cleanup_program(struct xdp_program **program)
{
	if (!libxdp_get_error(*program))
		xdp_program__close(*program);
}

static void cleanup_dispatcher(struct xdp_multiprog **dispatcher)
{
	if (!libxdp_get_error(*dispatcher))
		xdp_multiprog__close(*dispatcher);
}

/* Opens all slots: newer kernels throw out what the settings close, the test slot behind the last one too. */
static int slots_open(struct bpf_object *object)
{
	const struct xdp_dispatcher_config config = {
		.magic = XDP_DISPATCHER_MAGIC,
		.dispatcher_version = XDP_DISPATCHER_VERSION,
		.num_progs_enabled = MAX_DISPATCHER_ACTIONS + 1,
	};
	struct bpf_map *settings = bpf_object__find_map_by_name(object, ".rodata");

	return settings ? bpf_map__set_initial_value(settings, &config, sizeof(config)) : -ENOENT;
}

/*
 * Loads one program of libxdp's file, found where libxdp finds it: as itself, or (target >= 0) as the extension that
 * takes the place of the dispatcher's test slot.
 */
static int probe_load(const char *name, int target, struct xdp_program **ret)
{
	_cleanup_(cleanup_program) struct xdp_program *file =
		xdp_program__find_file(DISPATCHER_FILE, "xdp", NULL);
	struct bpf_program *program;
	struct bpf_object *object;
	int r = (int)libxdp_get_error(file);

	if (r < 0)
		return r;
	object = xdp_program__bpf_obj(file);
	bpf_object__for_each_program(program, object)
		bpf_program__set_autoload(program, strcmp(bpf_program__name(program), name) == 0);
	program = bpf_object__find_program_by_name(object, name);
	if (!program)
		return -ENOENT;
	if (target < 0) {
		r = slots_open(object);
	} else {
		bpf_program__set_type(program, BPF_PROG_TYPE_EXT);
		bpf_program__set_expected_attach_type(program,
						      0); /* an extension has none, the kernel checks */
		r = bpf_program__set_attach_target(program, target, PROBE_SLOT);
	}
	if (r == 0)
		r = bpf_object__load(object);
	if (r == 0)
		*ret = TAKE_PTR(file);
	return r;
}

static int probe_fd(struct xdp_program *file, const char *name)
{
	return bpf_program__fd(bpf_object__find_program_by_name(xdp_program__bpf_obj(file), name));
}

int dispatcher_probe(void)
{
	_cleanup_(cleanup_program) struct xdp_program *dispatcher = NULL, *extension = NULL;
	int r = probe_load(DISPATCHER_PROGRAM, -1, &dispatcher);

	return r < 0 ? r : probe_load(PROBE_PROGRAM, probe_fd(dispatcher, DISPATCHER_PROGRAM), &extension);
}

static enum xdp_attach_mode libxdp_mode(enum instance_mode mode)
{
	return mode == INSTANCE_GENERIC ? XDP_MODE_SKB : XDP_MODE_NATIVE;
}

int dispatcher_attach(struct ingress_bpf *object, uint32_t ifindex, enum instance_mode mode, bool frags,
		      uint32_t *ret_id)
{
	DECLARE_LIBXDP_OPTS(xdp_program_opts, options, .obj = object->obj,
			    .prog_name = bpf_program__name(object->progs.ucgate_ingress));
	_cleanup_(cleanup_program) struct xdp_program *program = xdp_program__create(&options);
	int r = (int)libxdp_get_error(program);

	if (r == 0)
		r = xdp_program__set_xdp_frags_support(program, frags);
	if (r == 0)
		r = xdp_program__attach(program, (int)ifindex, libxdp_mode(mode), 0);
	if (r == 0)
		*ret_id = xdp_program__id(program);
	return r;
}

int dispatcher_attach_again(int fd, uint32_t ifindex, enum instance_mode mode, uint32_t *ret_id)
{
	_cleanup_(cleanup_program) struct xdp_program *program = xdp_program__from_fd(fd);
	int r = (int)libxdp_get_error(program);

	if (r == 0)
		r = xdp_program__attach(program, (int)ifindex, libxdp_mode(mode), 0);
	if (r == 0)
		*ret_id = xdp_program__id(program);
	return r;
}

static int slot_free(struct xdp_multiprog *dispatcher, struct xdp_program *program, uint32_t ifindex)
{
	return xdp_program__detach(program, (int)ifindex, xdp_multiprog__attach_mode(dispatcher), 0);
}

/* Each departure makes a new dispatcher, so it is asked anew. -ENOENT: no other is left. */
static int other_detach(uint32_t ifindex, uint32_t prog_id)
{
	_cleanup_(cleanup_dispatcher) struct xdp_multiprog *dispatcher =
		xdp_multiprog__get_from_ifindex((int)ifindex);
	struct xdp_program *program = NULL;
	int r = (int)libxdp_get_error(dispatcher);

	if (r < 0)
		return r;
	while ((program = xdp_multiprog__next_prog(program, dispatcher)))
		if (dispatcher_slot_ours(program, 0) && xdp_program__id(program) != prog_id)
			return slot_free(dispatcher, program, ifindex);
	return -ENOENT;
}

int dispatcher_detach_others(uint32_t ifindex, uint32_t prog_id)
{
	int r = 0;

	for (int i = 0; i < MAX_DISPATCHER_ACTIONS && r == 0; i++)
		r = other_detach(ifindex, prog_id);
	return r == -ENOENT ? 0 : r;
}

int dispatcher_detach(uint32_t ifindex, uint32_t prog_id)
{
	_cleanup_(cleanup_dispatcher) struct xdp_multiprog *dispatcher =
		xdp_multiprog__get_from_ifindex((int)ifindex);
	struct xdp_program *ours = NULL;
	int r = (int)libxdp_get_error(dispatcher);

	if (r < 0)
		return r;
	while ((ours = xdp_multiprog__next_prog(ours, dispatcher)))
		if (dispatcher_slot_ours(ours, prog_id))
			return slot_free(dispatcher, ours, ifindex);
	return -ENOENT;
}
