// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tests/bench/contender.h"

#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "maps/rules.h"

#include "attach/object.h"
#include "bpf/ingress.skel.h"
#include "cleanup.h"
#include "rules/blocklist_table.h"
#include "rules/rules.h"
#include "tests/bench/empty.skel.h"
#include "tests/bench/parse.skel.h"

#define DEFAULT_RULES "loader/rulesets/aspenuc-literal.yaml"
#define TRACKED_RULES "tests/bench/tracked.yaml"

/* The same number over all services, so that few and many services differ in nothing else. */
enum { GENERATED_PEERS = 192 };

/* xdp-filter's program for TCP and UDP ports under default deny: it has none without the addresses. */
#define XDP_FILTER "xdpfilt_dny_all.o"

size_t map_memory(int fd)
{
	_cleanup_fclose_ FILE *info = NULL;
	char path[64], line[128];
	size_t bytes = 0;

	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", fd);
	info = fopen(path, "re");
	while (info && fgets(line, sizeof(line), info))
		if (sscanf(line, "memlock: %zu", &bytes) == 1)
			break;
	return bytes;
}

static size_t object_memory(const struct bpf_object *object)
{
	const struct bpf_map *map;
	size_t bytes = 0;

	bpf_object__for_each_map(map, object) bytes += map_memory(bpf_map__fd(map));
	return bytes;
}

struct rules *rules_load_lists(const char *file, struct blocklist_table *ret_lists)
{
	struct diagnostics diagnostics = {0};
	struct ruleset ruleset = {0};
	struct rules *rules = NULL;

	if (ruleset_read(file, &diagnostics, &ruleset) || ruleset_compile(&ruleset, &diagnostics, &rules) ||
	    blocklists_compile(&ruleset, rules, ret_lists)) {
		diagnostics_print(&diagnostics, stderr, false);
		exit(1);
	}
	ruleset_free(&ruleset);
	diagnostics_free(&diagnostics);
	return rules;
}

struct rules *rules_load(const char *file)
{
	_cleanup_(blocklist_table_free) struct blocklist_table lists = {0};

	return rules_load_lists(file, &lists);
}

/* A service of its own ports, and as many peers of its own, beside the senders of frame.h. */
static void service_print(FILE *out, unsigned int number, bool last, unsigned int peers)
{
	fprintf(out, "  - name: s%u\n    direction: in\n", number);
	if (last)
		fprintf(out, "    tcp: [443, 5060]\n    udp: [5060, 16384-32767]\n");
	else
		fprintf(out, "    tcp: [%u, %u]\n    udp: [%u]\n", 9000 + number, 9100 + number,
			9200 + number);
	if (!peers)
		return;
	fprintf(out, "    peers: [203.0.113.0/24, '2001:db8:203::/48'");
	for (unsigned int i = 0; i < peers; i++)
		fprintf(out, ", 100.%u.%u.0/24", 64 + number, i * 2);
	fprintf(out, "]\n");
}

struct rules *rules_generate(unsigned int services, bool peers)
{
	char path[] = "/tmp/ucgate-bench-XXXXXX";
	_cleanup_fclose_ FILE *out = NULL;
	struct rules *rules;
	int fd = mkstemp(path);

	if (fd < 0 || !(out = fdopen(fd, "w")))
		err(1, "%s", path);
	fprintf(out, "version: 1\nservices:\n");
	for (unsigned int i = 0; i < services; i++)
		service_print(out, i, i + 1 == services, peers ? GENERATED_PEERS / services : 0);
	fflush(out);
	rules = rules_load(path);
	unlink(path);
	return rules;
}

void ucgate_load(struct contender *contender, struct rules *rules)
{
	struct ingress_bpf *maps = ingress_bpf__open();
	int inner;

	if (!maps || object_tune(maps, frags_available()) || object_load(maps))
		errx(1, "%s: cannot load", contender->name);
	for (unsigned int i = 0; i < SERVICES_MAX; i++)
		rules->counter[i] = (uint16_t)(i + 1);
	contender->program = bpf_program__fd(maps->progs.ucgate_ingress);
	contender->rules = bpf_map__fd(maps->maps.rules);
	inner = rules_map_make(rules);
	if (inner < 0 || rules_slot_set(contender->rules, RULES_LIVE, inner))
		errx(1, "%s: cannot put rules in force", contender->name);
	contender->memory = object_memory(maps->obj) + map_memory(inner);
	contender->maps = maps;
	close(inner);
	free(rules);
}

/* Lets in a port as xdp-filter's `port` command does; flags hold a value for each CPU. */
static int xdp_filter_open(int filter_ports, uint16_t port, const uint64_t *flags)
{
	__be16 network = htons(port);
	uint32_t key = 0;

	memcpy(&key, &network, sizeof(network)); /* its key is the port as the packet holds it */
	return bpf_map_update_elem(filter_ports, &key, flags, 0) ? -errno : 0;
}

/* The same ports as ucgate's. */
static int xdp_filter_fill(const struct bpf_object *object)
{
	static const uint16_t ports[] = {443, 5060, 5061, 5100, 5222, 5223, 8801, 8802};

	enum { DESTINATION = 2, TCP = 4, UDP = 8 };

	int fd = bpf_object__find_map_fd_by_name(object, "filter_ports"), r = 0;
	int cpus = libbpf_num_possible_cpus();
	_cleanup_free_ uint64_t *flags = cpus > 0 ? calloc((size_t)cpus, sizeof(*flags)) : NULL;

	if (fd < 0 || !flags)
		return -ENOENT;
	for (int cpu = 0; cpu < cpus; cpu++)
		flags[cpu] = DESTINATION | TCP | UDP;
	for (size_t i = 0; !r && i < sizeof(ports) / sizeof(ports[0]); i++)
		r = xdp_filter_open(fd, ports[i], flags);
	for (uint32_t port = 16384; !r && port < 32768; port++)
		r = xdp_filter_open(fd, (uint16_t)port, flags);
	return r;
}

static void xdp_filter_load(struct contender *contender)
{
	static const char *const folders[] = {"/usr/lib/x86_64-linux-gnu/bpf",
					      "/usr/lib/aarch64-linux-gnu/bpf", "/usr/lib/bpf"};
	struct bpf_object *object = NULL;
	struct bpf_map *map;
	char path[128];

	for (size_t i = 0; i < 3 && !object; i++) {
		snprintf(path, sizeof(path), "%s/" XDP_FILTER, folders[i]);
		object = access(path, R_OK) ? NULL : bpf_object__open_file(path, NULL);
	}
	if (!object)
		return;
	bpf_object__for_each_map(map, object) bpf_map__set_pin_path(map, NULL);
	if (bpf_object__load(object) || xdp_filter_fill(object))
		return;
	contender->program = bpf_program__fd(bpf_object__next_program(object, NULL));
	contender->memory = object_memory(object);
}

void contenders_load(struct contender contenders[CONTENDERS])
{
	static const char *const names[CONTENDERS] = {
		[CONTENDER_EMPTY] = "empty program",
		[CONTENDER_PARSE] = "parse only",
		[CONTENDER_DEFAULT] = "ucgate aspenuc-literal",
		[CONTENDER_TRACKED] = "ucgate tracked, in only",
		[CONTENDER_8] = "ucgate 8 services",
		[CONTENDER_64] = "ucgate 64 services",
		[CONTENDER_8_PEERS] = "ucgate 8 with peers",
		[CONTENDER_64_PEERS] = "ucgate 64 with peers",
		[CONTENDER_XDP_FILTER] = "xdp-filter deny tcp,udp",
	};
	struct empty_bpf *empty = empty_bpf__open_and_load();
	struct parse_bpf *parse = parse_bpf__open_and_load();

	for (int i = 0; i < CONTENDERS; i++)
		contenders[i] = (struct contender){.name = names[i], .program = -1, .rules = -1};
	if (!empty || !parse)
		err(1, "cannot load BPF programs");
	contenders[CONTENDER_EMPTY].program = bpf_program__fd(empty->progs.empty);
	contenders[CONTENDER_PARSE].program = bpf_program__fd(parse->progs.parse);
	ucgate_load(&contenders[CONTENDER_DEFAULT], rules_load(DEFAULT_RULES));
	ucgate_load(&contenders[CONTENDER_TRACKED], rules_load(TRACKED_RULES));
	ucgate_load(&contenders[CONTENDER_8], rules_generate(8, false));
	ucgate_load(&contenders[CONTENDER_64], rules_generate(64, false));
	ucgate_load(&contenders[CONTENDER_8_PEERS], rules_generate(8, true));
	ucgate_load(&contenders[CONTENDER_64_PEERS], rules_generate(64, true));
	xdp_filter_load(&contenders[CONTENDER_XDP_FILTER]);
}
