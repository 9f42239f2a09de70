// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "attach/object.h"

#include <errno.h>
#include <string.h>

#include <linux/bpf.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "abi/limits.h"

#include "attach/flow_tables.h"
#include "attach/tick.h"
#include "base/log.h"
#include "base/privilege.h"
#include "bpf/egress.skel.h"
#include "bpf/ingress.skel.h"
#include "cleanup.h"

enum {
	VERIFIER_LOG_SIZE = 1 << 20,
	VERIFIER_LINES_SHOWN = 30, /* the end of the log says what is wrong */
};

void object_free(struct ingress_bpf **object)
{
	ingress_bpf__destroy(*object);
}

void egress_object_free(struct egress_bpf **object)
{
	egress_bpf__destroy(*object);
}

/* A table of so many, or of what is the least or the most for it. */
static uint32_t entries_between(uint32_t least, uint32_t entries, uint32_t most)
{
	if (entries < least)
		return least;
	return entries > most ? most : entries;
}

/* What else is learned from traffic is no larger on a small box than its flows are. */
static int tables_size(const struct ingress_bpf *object, uint32_t flows)
{
	const struct {
		struct bpf_map *map;
		uint32_t entries;
	} tables[] = {
		{object->maps.flows_v4_tcp, flows},
		{object->maps.flows_v4_other, flows},
		{object->maps.flows_v6_tcp, flows},
		{object->maps.flows_v6_other, flows},
		{object->maps.sources, entries_between(FLOW_TABLE_LEAST, flows, SOURCES_MAX)},
		{object->maps.fragments_v4, entries_between(FLOW_TABLE_LEAST, flows / 2, FRAGMENTS_MAX)},
		{object->maps.fragments_v6, entries_between(FLOW_TABLE_LEAST, flows / 2, FRAGMENTS_MAX)},
	};

	int r = 0;

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]) && r == 0; i++)
		r = bpf_map__set_max_entries(tables[i].map, tables[i].entries);
	return r;
}

int object_make_maps(uint32_t flows, struct ingress_bpf **ret)
{
	_cleanup_(object_free) struct ingress_bpf *object = ingress_bpf__open();
	int r;

	if (!object)
		return -errno;
	bpf_program__set_autoload(object->progs.ucgate_ingress, false);
	r = tables_size(object, flows);
	if (r == 0)
		r = ingress_bpf__load(object);
	if (r < 0)
		return r;
	*ret = TAKE_PTR(object);
	return 0;
}

/* What libbpf makes for itself (.rodata) belongs to one instance of the program. */
static bool is_ours(const struct bpf_map *map)
{
	return !bpf_map__is_internal(map);
}

int object_pin_maps(const struct ingress_bpf *maps, const struct pins *pins)
{
	struct bpf_map *map;
	int r;

	bpf_object__for_each_map(map, maps->obj)
	{
		if (!is_ours(map))
			continue;
		r = pin_put(pins, bpf_map__name(map), bpf_map__fd(map));
		if (r < 0)
			return r;
	}
	return 0;
}

/* A map that nobody has pinned yet stays the object's own. */
static int share_pinned_maps(const struct pins *pins, const struct bpf_object *object)
{
	struct bpf_map *map;
	int r;

	bpf_object__for_each_map(map, object)
	{
		_cleanup_close_ int fd = is_ours(map) ? pin_open(pins, bpf_map__name(map)) : -ENOENT;

		if (fd == -ENOENT)
			continue;
		r = fd < 0 ? fd : bpf_map__reuse_fd(map, fd);
		if (r < 0)
			return r;
	}
	return 0;
}

int object_tune(struct ingress_bpf *object, bool frags)
{
	struct tick_clock clock = tick_clock_read();

	object->rodata->frags_supported = frags;
	object->rodata->clock_tick_ns = clock.tick_ns;
	object->rodata->clock_origin_ns = clock.origin_ns;
	return bpf_program__set_flags(object->progs.ucgate_ingress, frags ? BPF_F_XDP_HAS_FRAGS : 0);
}

static void egress_object_tune(struct egress_bpf *object)
{
	struct tick_clock clock = tick_clock_read();

	object->rodata->clock_tick_ns = clock.tick_ns;
	object->rodata->clock_origin_ns = clock.origin_ns;
}

int object_open(const struct pins *pins, bool frags, struct ingress_bpf **ret)
{
	_cleanup_(object_free) struct ingress_bpf *object = ingress_bpf__open();
	int r;

	if (!object)
		return -errno;
	r = object_tune(object, frags);
	if (r == 0)
		r = share_pinned_maps(pins, object->obj);
	if (r < 0)
		return r;
	*ret = TAKE_PTR(object);
	return 0;
}

/* All of it with --verbose, else the last lines. */
static void verifier_log_show(const char *log)
{
	const char *from = log + strlen(log);

	for (int lines = 0; from > log && (log_verbose() || lines <= VERIFIER_LINES_SHOWN); from--)
		lines += from[-1] == '\n';
	if (*log)
		fprintf(stderr, "%s\n", from);
}

static int skeleton_load(struct bpf_object_skeleton *skeleton, struct bpf_program *program)
{
	_cleanup_free_ char *log = calloc(1, VERIFIER_LOG_SIZE);
	int r;

	if (!log)
		return -ENOMEM;
	r = bpf_program__set_log_buf(program, log, VERIFIER_LOG_SIZE);
	if (r == 0)
		r = bpf_object__load_skeleton(skeleton);
	if (r < 0) {
		verifier_log_show(log);
		privilege_log(r, "the kernel does not load the program %s", bpf_program__name(program));
	}
	bpf_program__set_log_buf(program, NULL, 0);
	return r;
}

int object_load(struct ingress_bpf *object)
{
	return skeleton_load(object->skeleton, object->progs.ucgate_ingress);
}

static int pin_the_rest(const struct pins *pins, const struct bpf_object *object)
{
	struct bpf_map *map;

	bpf_object__for_each_map(map, object)
	{
		_cleanup_close_ int fd = -1;
		int r = 0;

		if (!is_ours(map))
			continue;
		fd = pin_open(pins, bpf_map__name(map));
		if (fd < 0)
			r = fd == -ENOENT ? pin_put(pins, bpf_map__name(map), bpf_map__fd(map)) : fd;
		if (r < 0)
			return r;
	}
	return 0;
}

int egress_object_load(const struct pins *pins, struct egress_bpf **ret)
{
	_cleanup_(egress_object_free) struct egress_bpf *object = egress_bpf__open();
	int r;

	if (!object)
		return log_errno(-errno, "cannot open the program for outbound packets");
	egress_object_tune(object);
	r = share_pinned_maps(pins, object->obj);
	if (r < 0)
		return log_errno(r, "cannot share the maps with the program for outbound packets");
	r = skeleton_load(object->skeleton, object->progs.ucgate_egress);
	if (r < 0)
		return r;
	r = pin_the_rest(pins, object->obj);
	if (r < 0)
		return log_errno(r, "cannot pin the maps of the program for outbound packets");
	*ret = TAKE_PTR(object);
	return 0;
}

bool frags_available(void)
{
	LIBBPF_OPTS(bpf_prog_load_opts, options, .prog_flags = BPF_F_XDP_HAS_FRAGS);
	const struct bpf_insn pass[] = {
		{.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0, .imm = XDP_PASS},
		{.code = BPF_JMP | BPF_EXIT},
	};
	_cleanup_close_ int fd = bpf_prog_load(BPF_PROG_TYPE_XDP, "ucgate_probe", "GPL", pass,
					       sizeof(pass) / sizeof(pass[0]), &options);

	return fd >= 0;
}
