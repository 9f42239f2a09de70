// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <err.h>

#include <linux/bpf.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "attach/tick.h"
#include "bpf/egress.skel.h"
#include "bpf/ingress.skel.h"
#include "rules/blocklist_table.h"
#include "tests/bench/parse.skel.h"
#include "tests/bench/scene.h"

/* The program for what leaves, over the maps of one for what arrives. */
static int egress_load(const struct ingress_bpf *maps)
{
	struct egress_bpf *object = egress_bpf__open();
	struct tick_clock clock = tick_clock_read();
	struct bpf_map *map;
	int shared;

	if (!object)
		err(1, "egress");
	object->rodata->clock_tick_ns = clock.tick_ns;
	object->rodata->clock_origin_ns = clock.origin_ns;
	bpf_object__for_each_map(map, object->obj)
	{
		shared = bpf_map__is_internal(map)
				 ? -1
				 : bpf_object__find_map_fd_by_name(maps->obj, bpf_map__name(map));
		if (shared >= 0 && bpf_map__reuse_fd(map, shared))
			err(1, "egress: %s", bpf_map__name(map));
	}
	if (egress_bpf__load(object))
		err(1, "egress");
	return bpf_program__fd(object->progs.ucgate_egress);
}

static struct scene *outbound_add(struct scenes *scenes, const char *name, int program, int parse,
				  size_t kind)
{
	struct scene *scene = scene_add(scenes, name, program, kind);

	frame_turn(&scene->frame);
	scene->outbound = true;
	scene->parse = parse;
	return scene;
}

void outbound_scenes(struct scenes *scenes)
{
	struct contender strict = ucgate_of("version: 1\noutbound: enforce\nservices: []\n");
	struct contender listed = {.name = "aspenuc"};
	struct parse_bpf *parse = parse_bpf__open_and_load();
	struct blocklist_table none = {0};
	int program, enforcing, floor;

	if (!parse)
		err(1, "parse");
	ucgate_load(&listed, rules_load_lists("loader/rulesets/aspenuc.yaml", &none));
	program = egress_load(listed.maps);
	enforcing = egress_load(strict.maps);
	floor = bpf_program__fd(parse->progs.parse_outbound);
	outbound_add(scenes, "outbound: a server's reply (SIP)", program, floor, KIND_SIP);
	outbound_add(scenes, "outbound: a flow is kept (RTP)", program, floor, KIND_RTP);
	outbound_add(scenes, "outbound: nothing that is listed", program, floor, KIND_DENIED);
	outbound_add(scenes, "outbound: a server's reply (SIP, IPv6)", program, floor, KIND_SIP_V6);
	outbound_add(scenes, "outbound: refused by `enforce`", enforcing, floor, KIND_DENIED);
}
