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
#include "tests/bench/contender.h"
#include "tests/bench/parse.skel.h"
#include "tests/bench/shake.skel.h"

enum {
	KIND_SIP = 0,
	KIND_RTP = 2,
	KIND_DENIED = 3,
	SOURCE_AT = 26, /* in the frame: the IPv4 header's fields */
	LENGTH_AT = 16,
	COLD_FIRST = 0x5000, /* ports, as shake.bpf.c draws them */
	COLD_FLOWS = 0x8000,
};

static const uint32_t SOURCE = 0xcb00714d, LOCAL = 0xc000020a; /* of frame.h */
static const uint32_t STRANGER = 0xcb05714d;		       /* 203.5.113.77 */

static struct scene *scene_add(struct scenes *scenes, const char *name, int program, size_t kind)
{
	struct scene *scene = &scenes->scene[scenes->count++];

	snprintf(scene->name, sizeof(scene->name), "%s", name);
	frame_build(kind, &scene->frame);
	scene->program = program;
	scene->parse = -1;
	return scene;
}

static void source_set(struct frame *frame, uint32_t source)
{
	__be32 network = htonl(source);

	memcpy(frame->data + SOURCE_AT, &network, sizeof(network));
}

/* A fragment of whole units of eight bytes; the rest of the frame is padding. */
static void fragment_set(struct frame *frame, uint16_t bits)
{
	__be16 fields[] = {htons(20 + 600), 0, htons(bits)};

	memcpy(frame->data + LENGTH_AT, fields, sizeof(fields));
}

/* A rule file from its text. */
static struct rules *rules_of(const char *text, struct blocklist_table *lists)
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

static struct contender ucgate_of(const char *text)
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

/* The scene's packets become different ones. */
static void scene_shake(struct scene *scene, bool source)
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
	source_set(&scene->frame, STRANGER);
	scene_add(scenes, "aspenuc: denied, no flow possible", tracked.program, KIND_DENIED)->budget = 15;
	scene = scene_add(scenes, "aspenuc: hit, any of 32,768 flows", tracked.program, KIND_RTP);
	scene_shake(scene, false);
	scene = scene_add(scenes, "aspenuc: miss, random keys", tracked.program, KIND_RTP);
	source_set(&scene->frame, STRANGER);
	scene_shake(scene, false);
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
	source_set(&scene->frame, STRANGER);
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

/* Hosts and a fifth networks, anywhere but around the stranger; the sender of frame.h is the last. */
static uint32_t *addresses_make(size_t count)
{
	uint32_t *list = calloc(count, sizeof(*list));
	uint64_t seed = 7;

	if (!list)
		err(1, "addresses");
	for (size_t i = 0; i + 1 < count; i++) {
		do {
			seed = seed * 6364136223846793005ull + 1442695040888963407ull;
			list[i] = (uint32_t)(seed >> 32);
		} while (list[i] >> 8 == STRANGER >> 8 || list[i] >> 24 == 0);
	}
	list[count - 1] = SOURCE;
	return list;
}

static void addresses_print(const uint32_t *list, size_t count, FILE *out)
{
	for (size_t i = 0; i < count; i++) {
		bool network = i % 5 == 4 && i + 1 < count;
		uint32_t address = network ? list[i] & ~0xffu : list[i];

		fprintf(out, "%u.%u.%u.%u%s\n", address >> 24, address >> 16 & 0xff, address >> 8 & 0xff,
			address & 0xff, network ? "/24" : "");
	}
}

/* Loads ucgate with a list of so many, and says what that took. */
static int blocked_load(struct scenes *scenes, const uint32_t *list, size_t count)
{
	_cleanup_(blocklist_table_free) struct blocklist_table lists = {0};
	struct load *load = &scenes->load[scenes->loads++];
	struct contender contender = {.name = "blocklists"};
	char path[] = "/tmp/ucgate-bench-XXXXXX", text[256];
	FILE *out = fdopen(mkstemp(path), "w");
	double start, compiled;
	struct rules *rules;
	int inner;

	if (!out)
		err(1, "%s", path);
	addresses_print(list, count, out);
	fclose(out);
	snprintf(text, sizeof(text),
		 "version: 1\nblocklists: [{name: bad, file: %s}]\nservices:\n"
		 "  - {name: sip, direction: in, udp: [5060]}\n",
		 path);
	start = now_ns();
	rules = rules_of(text, &lists);
	compiled = now_ns();
	unlink(path);
	inner = blocklist_map_make(lists.lines, lists.count);
	snprintf(load->name, sizeof(load->name), "ucgate, %zu prefixes", count);
	load->fill_ms = (now_ns() - compiled) / 1e6;
	load->compile_ms = (compiled - start) / 1e6;
	load->memory = map_memory(inner);
	ucgate_load(&contender, rules);
	if (inner < 0 || blocklist_slot_set(bpf_map__fd(contender.maps->maps.blocklists), 0, inner))
		errx(1, "cannot put a blocklist in force");
	return contender.program;
}

/* xdp-filter that lets all in but the listed hosts; -1: it is not there. It knows no prefixes. */
static int xdp_filter_load(struct scenes *scenes, const uint32_t *list, size_t count)
{
	static const char path[] = "/usr/lib/x86_64-linux-gnu/bpf/xdpfilt_alw_ip.o";
	struct load *load = &scenes->load[scenes->loads];
	_cleanup_free_ uint64_t *flags = NULL;
	struct bpf_object *object;
	struct bpf_map *map;
	double start;
	int cpus = libbpf_num_possible_cpus();

	object = access(path, R_OK) ? NULL : bpf_object__open_file(path, NULL);
	if (!object || cpus < 1 || !(flags = calloc((size_t)cpus, sizeof(*flags))))
		return -1;
	for (int cpu = 0; cpu < cpus; cpu++)
		flags[cpu] = 1; /* by source */
	bpf_object__for_each_map(map, object) bpf_map__set_pin_path(map, NULL);
	map = bpf_object__find_map_by_name(object, "filter_ipv4");
	if (!map || bpf_map__set_max_entries(map, (uint32_t)count) || bpf_object__load(object))
		return -1;
	start = now_ns();
	for (size_t i = 0; i < count; i++) {
		__be32 key = htonl(list[i]);

		(void)bpf_map_update_elem(bpf_map__fd(map), &key, flags, 0);
	}
	snprintf(load->name, sizeof(load->name), "xdp-filter, %zu hosts", count);
	load->fill_ms = (now_ns() - start) / 1e6;
	load->memory = map_memory(bpf_map__fd(map));
	scenes->loads++;
	return bpf_program__fd(bpf_object__next_program(object, NULL));
}

static void blocklist_scene(struct scenes *scenes, const char *who, int program, size_t count)
{
	bool ours = !strcmp(who, "ucgate"), many = count >= 1000000;
	char name[SCENE_NAME_SIZE];
	struct scene *scene;

	snprintf(name, sizeof(name), "%s, %zu blocked: clean", who, count);
	scene = scene_add(scenes, name, program, KIND_SIP);
	source_set(&scene->frame, STRANGER);
	scene->budget = ours && many ? 60 : 0;
	snprintf(name, sizeof(name), "%s, %zu blocked: listed", who, count);
	scene_add(scenes, name, program, KIND_SIP);
	if (!ours)
		return;
	snprintf(name, sizeof(name), "%s, %zu blocked: denied port", who, count);
	scene_add(scenes, name, program, KIND_DENIED)->budget = many ? 15 : 0;
	snprintf(name, sizeof(name), "%s, %zu blocked: random sources", who, count);
	scene_shake(scene_add(scenes, name, program, KIND_SIP), true);
}

static void blocklist_scenes(struct scenes *scenes)
{
	static const size_t counts[] = {1000, 100000, 1000000};

	blocklist_scene(
		scenes, "ucgate",
		ucgate_of("version: 1\nservices:\n  - {name: sip, direction: in, udp: [5060]}\n").program, 0);
	for (size_t i = 0; i < 3; i++) {
		_cleanup_free_ uint32_t *list = addresses_make(counts[i]);
		int other;

		blocklist_scene(scenes, "ucgate", blocked_load(scenes, list, counts[i]), counts[i]);
		other = xdp_filter_load(scenes, list, counts[i]);
		if (other >= 0)
			blocklist_scene(scenes, "xdp-filter", other, counts[i]);
	}
}

void scenes_make(struct scenes *scenes)
{
	int parse = parse_load(false);

	flow_scenes(scenes);
	fragment_scenes(scenes);
	limit_scenes(scenes);
	event_scenes(scenes);
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

static void scene_print(struct scene *scene)
{
	double over = samples_minimum(&scene->cell.ns) - samples_minimum(&scene->floor.ns);

	printf("  %-44s%10.2f%10.2f%12.2f  %s", scene->name, samples_minimum(&scene->cell.ns),
	       samples_median(&scene->cell.ns), over, scene->cell.action == XDP_PASS ? "pass" : "drop");
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
