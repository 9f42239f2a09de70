// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include <arpa/inet.h>
#include <err.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <linux/bpf.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "maps/blocklists.h"

#include "bpf/ingress.skel.h"
#include "cleanup.h"
#include "rules/blocklist_table.h"
#include "tests/bench/addresses.h"
#include "tests/bench/scene.h"

enum { V6_PREFIXES = 100000 };

/* Loads ucgate with a list from a file, which goes, and says what that took. */
static int blocked_load(struct scenes *scenes, const char *path, const char *what, size_t count)
{
	_cleanup_(blocklist_table_free) struct blocklist_table lists = {0};
	struct load *load = &scenes->load[scenes->loads++];
	struct contender contender = {.name = "blocklists"};
	double start, compiled;
	struct rules *rules;
	char text[256];
	int inner;

	snprintf(text, sizeof(text),
		 "version: 1\nblocklists: [{name: bad, file: %s}]\nservices:\n"
		 "  - {name: sip, direction: in, udp: [5060]}\n",
		 path);
	start = now_ns();
	rules = rules_of(text, &lists);
	compiled = now_ns();
	unlink(path);
	inner = blocklist_map_make(lists.lines, lists.count);
	snprintf(load->name, sizeof(load->name), "ucgate, %zu %s", count, what);
	load->fill_ms = (now_ns() - compiled) / 1e6;
	load->compile_ms = (compiled - start) / 1e6;
	load->memory = map_memory(inner);
	ucgate_load(&contender, rules);
	if (inner < 0 || blocklist_slot_set(bpf_map__fd(contender.maps->maps.blocklists), 0, inner))
		errx(1, "cannot put a blocklist in force");
	return contender.program;
}

int blocked_v4_load(struct scenes *scenes, const uint32_t *list, size_t count)
{
	char path[] = "/tmp/ucgate-bench-XXXXXX";
	FILE *out = fdopen(mkstemp(path), "w");

	if (!out)
		err(1, "%s", path);
	addresses_print(list, count, out);
	fclose(out);
	return blocked_load(scenes, path, "prefixes", count);
}

static int blocked_v6_load(struct scenes *scenes, size_t count)
{
	char path[] = "/tmp/ucgate-bench-XXXXXX";
	FILE *out = fdopen(mkstemp(path), "w");

	if (!out)
		err(1, "%s", path);
	addresses_v6_print(count, out);
	fclose(out);
	return blocked_load(scenes, path, "IPv6 prefixes", count);
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
	frame_source_set(&scene->frame, STRANGER);
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

static void blocklist_v6_scenes(struct scenes *scenes)
{
	int program = blocked_v6_load(scenes, V6_PREFIXES);
	struct scene *scene = scene_add(scenes, "ucgate, 100000 blocked: clean IPv6", program, KIND_SIP_V6);

	frame_v6_source_set(&scene->frame, 0x2a02);
	scene_add(scenes, "ucgate, 100000 blocked: listed IPv6", program, KIND_SIP_V6);
}

void blocklist_scenes(struct scenes *scenes)
{
	static const size_t counts[] = {1000, 100000, 1000000};

	blocklist_scene(
		scenes, "ucgate",
		ucgate_of("version: 1\nservices:\n  - {name: sip, direction: in, udp: [5060]}\n").program, 0);
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		_cleanup_free_ uint32_t *list = addresses_make(counts[i]);
		int other;

		blocklist_scene(scenes, "ucgate", blocked_v4_load(scenes, list, counts[i]), counts[i]);
		other = xdp_filter_load(scenes, list, counts[i]);
		if (other >= 0)
			blocklist_scene(scenes, "xdp-filter", other, counts[i]);
	}
	blocklist_v6_scenes(scenes);
}
