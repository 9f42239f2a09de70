// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tests/bench/scene.h"

#include <arpa/inet.h>
#include <err.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/pkt_cls.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "abi/event.h"
#include "abi/flow.h"
#include "abi/fragment.h"

#include "maps/blocklists.h"

#include "attach/object.h"
#include "bpf/ingress.skel.h"
#include "cleanup.h"
#include "rules/blocklist_table.h"
#include "tests/bench/addresses.h"
#include "tests/bench/contender.h"
#include "tests/bench/parse.skel.h"
#include "tests/bench/shake.skel.h"

enum {
	LENGTH_AT = 16,	     /* in the frame: the IPv4 header's fields */
	COLD_FIRST = 0x5000, /* ports, as shake.bpf.c draws them */
	COLD_FLOWS = 0x8000,
};

static const uint32_t SOURCE = 0xcb00714d, LOCAL = 0xc000020a; /* of frame.h */

struct scene *scene_add(struct scenes *scenes, const char *name, int program, size_t kind)
{
	struct scene *scene = &scenes->scene[scenes->count++];

	snprintf(scene->name, sizeof(scene->name), "%s", name);
	frame_build(kind, &scene->frame);
	scene->program = program;
	scene->parse = -1;
	return scene;
}

/* A fragment of whole units of eight bytes; the rest of the frame is padding. */
static void fragment_set(struct frame *frame, uint16_t bits)
{
	__be16 fields[] = {htons(20 + 600), 0, htons(bits)};

	memcpy(frame->data + LENGTH_AT, fields, sizeof(fields));
}

struct rules *rules_of(const char *text, struct blocklist_table *lists)
{
	char path[] = "/tmp/ucgate-bench-XXXXXX";
	_cleanup_fclose_ FILE *out = NULL;
	struct rules *rules;
	int fd = mkstemp(path);

	if (fd < 0 || !(out = fdopen(fd, "w")))
		err(1, "%s", path);
	fputs(text, out);
	fflush(out);
	rules = rules_load_lists(path, lists);
	unlink(path);
	return rules;
}

struct contender ucgate_of(const char *text)
{
	_cleanup_(blocklist_table_free) struct blocklist_table lists = {0};
	struct contender contender = {.name = text};

	ucgate_load(&contender, rules_of(text, &lists));
	return contender;
}

/* Programs that call each other must all take frames of several buffers, or none. */
static void frags_set(struct bpf_program *program)
{
	if (frags_available() &&
	    bpf_program__set_flags(program, bpf_program__flags(program) | BPF_F_XDP_HAS_FRAGS))
		err(1, "%s", bpf_program__name(program));
}

static int shake_to(int program, bool source)
{
	struct shake_bpf *shake = shake_bpf__open();
	uint32_t first = 0;

	if (!shake)
		err(1, "shake");
	shake->rodata->shake_source = source;
	frags_set(shake->progs.shake);
	if (shake_bpf__load(shake) ||
	    bpf_map_update_elem(bpf_map__fd(shake->maps.target), &first, &program, 0))
		err(1, "shake");
	return bpf_program__fd(shake->progs.shake);
}

static int parse_load(bool frags)
{
	struct parse_bpf *parse = parse_bpf__open();

	if (parse && frags)
		frags_set(parse->progs.parse);
	if (!parse || parse_bpf__load(parse))
		err(1, "parse");
	return bpf_program__fd(parse->progs.parse);
}

void scene_shake(struct scene *scene, bool source)
{
	scene->program = shake_to(scene->program, source);
	scene->parse = shake_to(parse_load(true), source);
}

static void flows_fill(const struct ingress_bpf *maps, uint16_t first, size_t count)
{
	struct flow_key_v4 key = {
		.local = LOCAL, .peer = SOURCE, .peer_port = 16384, .protocol = IPPROTO_UDP};
	struct flow flow = {
		.last_ns = (__u64)now_ns(), .counter = 1, .service = FLOW_OTHER, .state = FLOW_ANSWERED};

	for (size_t i = 0; i < count; i++) {
		key.local_port = (uint16_t)(first + i);
		if (bpf_map_update_elem(bpf_map__fd(maps->maps.flows_v4_other), &key, &flow, 0))
			err(1, "flows");
	}
}

static void flow_v6_fill(const struct ingress_bpf *maps)
{
	struct flow_key_v6 key = {.local = {0x20010db800000000, 0x10},
				  .peer = {0x20010db802030000, 0x77},
				  .local_port = 20000,
				  .peer_port = 16384,
				  .protocol = IPPROTO_UDP};
	struct flow flow = {
		.last_ns = (__u64)now_ns(), .counter = 1, .service = FLOW_OTHER, .state = FLOW_ANSWERED};

	if (bpf_map_update_elem(bpf_map__fd(maps->maps.flows_v6_other), &key, &flow, 0))
		err(1, "flows");
}

static void flow_v6_scenes(struct scenes *scenes, const struct contender *tracked)
{
	struct scene *scene =
		scene_add(scenes, "aspenuc: flow hit (RTP, IPv6)", tracked->program, KIND_SIP_V6);

	flow_v6_fill(tracked->maps);
	frame_v6_ports_set(&scene->frame, 16384, 20000);
	scene = scene_add(scenes, "aspenuc: flow miss (RTP, IPv6)", tracked->program, KIND_SIP_V6);
	frame_v6_ports_set(&scene->frame, 16384, 20002);
	scene = scene_add(scenes, "aspenuc: denied, no flow possible, IPv6", tracked->program, KIND_SIP_V6);
	frame_v6_ports_set(&scene->frame, 123, 123);
}

static void flow_scenes(struct scenes *scenes)
{
	_cleanup_(blocklist_table_free) struct blocklist_table none = {0};
	struct contender tracked = {.name = "aspenuc"};
	struct scene *scene;

	ucgate_load(&tracked, rules_load_lists("loader/rulesets/aspenuc.yaml", &none));
	flows_fill(tracked.maps, COLD_FIRST - 1, 1 + COLD_FLOWS);
	flows_fill(tracked.maps, 20000, 1);
	scene_add(scenes, "aspenuc: SIP to a server's port", tracked.program, KIND_SIP);
	scene_add(scenes, "aspenuc: flow hit (RTP)", tracked.program, KIND_RTP)->budget = 45;
	scene = scene_add(scenes, "aspenuc: flow miss (RTP)", tracked.program, KIND_RTP);
	frame_source_set(&scene->frame, STRANGER);
	scene_add(scenes, "aspenuc: denied, no flow possible", tracked.program, KIND_DENIED)->budget = 15;
	scene = scene_add(scenes, "aspenuc: hit, any of 32,768 flows", tracked.program, KIND_RTP);
	scene_shake(scene, false);
	scene = scene_add(scenes, "aspenuc: miss, random keys", tracked.program, KIND_RTP);
	frame_source_set(&scene->frame, STRANGER);
	scene_shake(scene, false);
	flow_v6_scenes(scenes, &tracked);
}

/* One that never ends: the bench takes longer than a fragment is remembered. */
static void fragment_keep(const struct ingress_bpf *maps, struct contender *contender, struct frame first)
{
	int fd = bpf_map__fd(maps->maps.fragments_v4);
	struct fragment_first value;
	struct fragment_key_v4 key;
	struct cell cell = {};

	fragment_set(&first, 0x2000);
	cell_warm("first fragment", contender->program, &first, &cell);
	if (bpf_map_get_next_key(fd, NULL, &key) || bpf_map_lookup_elem(fd, &key, &value))
		err(1, "the first fragment is not remembered");
	value.until_ns = ~0ull >> 1;
	if (bpf_map_update_elem(fd, &key, &value, BPF_EXIST))
		err(1, "fragments");
}

static void fragment_scenes(struct scenes *scenes)
{
	struct contender open =
		ucgate_of("version: 1\nservices:\n  - {name: sip, direction: in, udp: [5060]}\n");
	struct scene *scene;

	scene = scene_add(scenes, "first fragment", open.program, KIND_SIP);
	fragment_set(&scene->frame, 0x2000);
	scene = scene_add(scenes, "later fragment", open.program, KIND_SIP);
	fragment_keep(open.maps, &open, scene->frame);
	fragment_set(&scene->frame, 100);
	scene = scene_add(scenes, "later fragment, no first", open.program, KIND_SIP);
	frame_source_set(&scene->frame, STRANGER);
	fragment_set(&scene->frame, 100);
}

static void limit_scenes(struct scenes *scenes)
{
	static const char text[] = "version: 1\nservices:\n"
				   "  - {name: sip, direction: in, udp: [5060], limit: {per_source: %s}}\n";
	char wide[256], narrow[256];
	int within, beyond;

	snprintf(wide, sizeof(wide), text, "10000000/s");
	snprintf(narrow, sizeof(narrow), text, "1/m");
	within = ucgate_of(wide).program;
	beyond = ucgate_of(narrow).program;
	scene_add(scenes, "limit: within", within, KIND_SIP);
	scene_add(scenes, "limit: beyond", beyond, KIND_SIP);
	scene_shake(scene_add(scenes, "limit: random sources", within, KIND_SIP), true);
}

/* Somebody listens, for longer than the bench takes. Nobody reads, so soon there is no room: as in a flood. */
static void listen_to(const struct ingress_bpf *maps)
{
	const struct event_control control = {.drops_until_ns = ~0ull >> 1, .passes_until_ns = ~0ull >> 1};
	uint32_t first = 0;

	if (bpf_map_update_elem(bpf_map__fd(maps->maps.event_control), &first, &control, 0))
		err(1, "events");
}

static void event_scenes(struct scenes *scenes)
{
	static const char text[] = "version: 1\nservices:\n  - {name: sip, direction: in, udp: [5060]}\n";
	struct contender alone = ucgate_of(text), heard = ucgate_of(text);

	listen_to(heard.maps);
	scene_add(scenes, "denied, nobody listens", alone.program, KIND_DENIED)->budget = 15;
	scene_add(scenes, "denied, with a listener", heard.program, KIND_DENIED)->budget = 15 + 30;
	scene_add(scenes, "passed, nobody listens", alone.program, KIND_SIP);
	scene_add(scenes, "passed, with a listener to passes", heard.program, KIND_SIP);
}

void scenes_make(struct scenes *scenes)
{
	int parse = parse_load(false);

	flow_scenes(scenes);
	fragment_scenes(scenes);
	limit_scenes(scenes);
	event_scenes(scenes);
	outbound_scenes(scenes);
	blocklist_scenes(scenes);
	for (size_t i = 0; i < scenes->count; i++)
		if (scenes->scene[i].parse < 0)
			scenes->scene[i].parse = parse;
}

void scenes_run(struct scenes *scenes,
		void (*run)(const char *name, int program, const struct frame *frame, struct cell *cell))
{
	for (size_t i = 0; i < scenes->count; i++) {
		struct scene *scene = &scenes->scene[i];

		run("parse only", scene->parse, &scene->frame, &scene->floor);
		run(scene->name, scene->program, &scene->frame, &scene->cell);
	}
}

static bool scene_passes(const struct scene *scene)
{
	return scene->cell.action == (scene->outbound ? (uint32_t)TC_ACT_UNSPEC : XDP_PASS);
}

static void scene_print(struct scene *scene)
{
	double over = samples_minimum(&scene->cell.ns) - samples_minimum(&scene->floor.ns);

	printf("  %-44s%10.2f%10.2f%12.2f  %s", scene->name, samples_minimum(&scene->cell.ns),
	       samples_median(&scene->cell.ns), over, scene_passes(scene) ? "pass" : "drop");
	if (scene->budget > 0)
		printf("  budget %.0f%s", scene->budget, over <= scene->budget ? "" : " OVER");
	printf("\n");
}

void scenes_print(struct scenes *scenes)
{
	printf("\n%-46s%10s%10s%12s\n", "what depends on more than the packet, ns", "minimum", "median",
	       "over parse");
	for (size_t i = 0; i < scenes->count; i++)
		scene_print(&scenes->scene[i]);
	printf("\n%-46s%10s%10s%10s\n", "blocklists", "read, ms", "fill, ms", "MB");
	for (size_t i = 0; i < scenes->loads; i++)
		printf("  %-44s%10.1f%10.1f%10.1f\n", scenes->load[i].name, scenes->load[i].compile_ms,
		       scenes->load[i].fill_ms, (double)scenes->load[i].memory / 1e6);
}
