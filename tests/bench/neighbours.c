// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tests/bench/neighbours.h"

#include <err.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <linux/bpf.h>
#include <linux/if_ether.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "cleanup.h"
#include "tests/bench/addresses.h"
#include "tests/bench/empty.skel.h"
#include "tests/bench/frame.h"
#include "tests/bench/samples.h"
#include "tests/bench/scene.h"

enum { LIVE_ROUNDS = 6, LIVE_PACKETS = 65536, LIVE_BATCH = 64, WAYS = 3 };

/* What becomes of a packet. */
enum way { WAY_CLEAN, WAY_LISTED, WAY_DENIED };

/* A filter with a list: what a packet costs, and what the list took to fill. */
struct neighbour {
	char name[SCENE_NAME_SIZE];
	double fill_ms;
	struct samples ns[WAYS];
};

/* RFC 1071, of an IPv4 header: the kernel drops what is wrong before anybody is asked. */
static void checksum_set(uint8_t header[20])
{
	uint32_t sum = 0;

	for (size_t i = 0; i < 20; i += 2)
		sum += (uint32_t)header[i] << 8 | header[i + 1];
	sum = (sum & 0xffff) + (sum >> 16);
	sum = ~((sum & 0xffff) + (sum >> 16));
	header[10] = (uint8_t)(sum >> 8);
	header[11] = (uint8_t)sum;
}

/* For the loopback interface, whose address is zero. */
static void frames_make(struct frame frames[WAYS])
{
	frame_build(KIND_SIP, &frames[WAY_CLEAN]);
	frame_source_set(&frames[WAY_CLEAN], STRANGER);
	frame_build(KIND_SIP, &frames[WAY_LISTED]);
	frame_build(KIND_DENIED, &frames[WAY_DENIED]);
	for (int way = 0; way < WAYS; way++) {
		memset(frames[way].data, 0, ETH_ALEN);
		checksum_set(frames[way].data + ETH_HLEN);
	}
}

static void live_run(int program, const struct frame *frame, struct samples *ns)
{
	LIBBPF_OPTS(bpf_test_run_opts, options, .data_in = frame->data, .data_size_in = frame->length,
		    .repeat = LIVE_PACKETS, .flags = BPF_F_TEST_XDP_LIVE_FRAMES, .batch_size = LIVE_BATCH);
	double start = cpu_ns();

	if (bpf_prog_test_run_opts(program, &options))
		err(1, "live frames");
	samples_add(ns, (cpu_ns() - start) / LIVE_PACKETS);
}

static void neighbour_print(struct neighbour *neighbour, int program)
{
	struct frame frames[WAYS];

	frames_make(frames);
	for (int round = 0; round < LIVE_ROUNDS; round++)
		for (int way = 0; way < WAYS; way++)
			live_run(program, &frames[way], &neighbour->ns[way]);
	printf("  %-44s", neighbour->name);
	for (int way = 0; way < WAYS; way++)
		printf("%10.1f", samples_minimum(&neighbour->ns[way]));
	printf("%12.1f\n", neighbour->fill_ms);
}

/* A command of this file, for which $LIST names the list; false: it failed, and has said so. */
static bool command_run(const char *command)
{
	return system(command) == 0; /* NOLINT(cert-env33-c) */
}

static void nftables_write(const uint32_t *list, size_t count, FILE *out)
{
	char text[16];

	fprintf(out, "table netdev bench {\n\tset bad {\n\t\ttype ipv4_addr\n\t\tsize %zu\n\t\telements = {",
		count);
	for (size_t i = 0; i < count; i++) {
		address_text(list[i], text);
		fprintf(out, "%s,\n", text);
	}
	fprintf(out, "}\n\t}\n\tchain in {\n\t\ttype filter hook ingress device lo priority 0; policy drop;\n"
		     "\t\tip saddr @bad drop\n\t\tudp dport 5060 accept\n\t}\n}\n");
}

static void ipset_write(const uint32_t *list, size_t count, FILE *out)
{
	fprintf(out, "create bad hash:net maxelem %zu\n", count);
	for (size_t i = 0; i < count; i++) {
		bool network = i % 5 == 4 && i + 1 < count;
		char text[16];

		address_text(network ? list[i] & ~0xffu : list[i], text);
		fprintf(out, "add bad %s%s\n", text, network ? "/24" : "");
	}
}

/* How another filter is asked for what ucgate does: its file, and the commands that put it in force and take it away. */
struct way_in {
	const char *name;
	void (*write)(const uint32_t *list, size_t count, FILE *out);
	const char *fill, *begin, *end;
};

static const struct way_in ways_in[] = {
	{"nftables, hosts in a set:", nftables_write, "nft -f $LIST", "true",
	 "nft delete table netdev bench"},
	{"iptables and ipset, prefixes:", ipset_write, "ipset -exist restore <$LIST",
	 "iptables -t raw -A PREROUTING -m set --match-set bad src -j DROP && "
	 "iptables -t raw -A PREROUTING -p udp --dport 5060 -j ACCEPT && iptables -t raw -A PREROUTING -j DROP",
	 "iptables -t raw -F && ipset destroy bad"},
};

static void other_print(const struct way_in *way_in, const uint32_t *list, size_t count, int program)
{
	char path[] = "/tmp/ucgate-bench-XXXXXX";
	struct neighbour neighbour = {.fill_ms = 0};
	FILE *out = fdopen(mkstemp(path), "w");
	double start;
	bool filled;

	if (!out)
		err(1, "%s", path);
	way_in->write(list, count, out);
	fclose(out);
	setenv("LIST", path, true);
	start = now_ns();
	filled = command_run(way_in->fill);
	neighbour.fill_ms = (now_ns() - start) / 1e6;
	unlink(path);
	snprintf(neighbour.name, sizeof(neighbour.name), "%s %zu", way_in->name, count);
	if (filled && command_run(way_in->begin))
		neighbour_print(&neighbour, program);
	else
		printf("  %s: not to be had here\n", neighbour.name);
	(void)command_run(way_in->end);
}

static void ucgate_print(const uint32_t *list, size_t count)
{
	static struct scenes scenes;
	struct neighbour neighbour = {.fill_ms = 0};
	int program;

	scenes.loads = 0;
	program = blocked_v4_load(&scenes, list, count);
	neighbour.fill_ms = scenes.load[0].compile_ms + scenes.load[0].fill_ms;
	snprintf(neighbour.name, sizeof(neighbour.name), "ucgate, %zu prefixes", count);
	neighbour_print(&neighbour, program);
}

void neighbours_print(void)
{
	static const size_t counts[] = {1000, 100000, 1000000};
	struct neighbour nobody = {.name = "no filter"};
	struct empty_bpf *empty = empty_bpf__open_and_load();
	int program;

	if (!empty || unshare(CLONE_NEWNET) || !command_run("ip link set lo up"))
		err(1, "a network namespace");
	program = bpf_program__fd(empty->progs.empty);
	printf("\n%-46s%10s%10s%10s%12s\n", "in the way of real frames, ns", "clean", "listed", "denied",
	       "to fill, ms");
	neighbour_print(&nobody, program);
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
		_cleanup_free_ uint32_t *list = addresses_make(counts[i]);

		ucgate_print(list, counts[i]);
		for (size_t way = 0; way < sizeof(ways_in) / sizeof(ways_in[0]); way++)
			other_print(&ways_in[way], list, counts[i], program);
	}
}
