// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "attach/object.h"

#include <errno.h>
#include <string.h>

#include <linux/bpf.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "base/log.h"
#include "base/privilege.h"
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

int object_make_maps(struct ingress_bpf **ret)
{
	_cleanup_(object_free) struct ingress_bpf *object = ingress_bpf__open();
	int r;

	if (!object)
		return -errno;
	bpf_program__set_autoload(object->progs.ucgate_ingress, false);
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

static int share_maps(const struct ingress_bpf *maps, const struct ingress_bpf *object)
{
	struct bpf_map *map;
	int r;

	bpf_object__for_each_map(map, object->obj)
	{
		if (!is_ours(map))
			continue;
		r = bpf_map__reuse_fd(map, bpf_object__find_map_fd_by_name(maps->obj, bpf_map__name(map)));
		if (r < 0)
			return r;
	}
	return 0;
}

int object_open(const struct ingress_bpf *maps, bool frags, struct ingress_bpf **ret)
{
	_cleanup_(object_free) struct ingress_bpf *object = ingress_bpf__open();
	int r;

	if (!object)
		return -errno;
	object->rodata->frags_supported = frags;
	r = bpf_program__set_flags(object->progs.ucgate_ingress, frags ? BPF_F_XDP_HAS_FRAGS : 0);
	if (r == 0)
		r = share_maps(maps, object);
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

int object_load(struct ingress_bpf *object)
{
	_cleanup_free_ char *log = calloc(1, VERIFIER_LOG_SIZE);
	int r;

	if (!log)
		return -ENOMEM;
	r = bpf_program__set_log_buf(object->progs.ucgate_ingress, log, VERIFIER_LOG_SIZE);
	if (r == 0)
		r = ingress_bpf__load(object);
	if (r < 0) {
		verifier_log_show(log);
		privilege_log(r, "the kernel does not load the packet program");
	}
	bpf_program__set_log_buf(object->progs.ucgate_ingress, NULL, 0);
	return r;
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
