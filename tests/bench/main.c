// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * What a packet costs, by BPF_PROG_TEST_RUN. All programs take turns within a round, so that whatever disturbs the
 * machine disturbs all alike; the minimum of many rounds is compared. Nothing here is asserted: a busy machine is no
 * failure. `run ROUNDS` takes more rounds than the usual ones.
 */
#include <err.h>
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <linux/bpf.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "tests/bench/cell.h"
#include "tests/bench/contender.h"
#include "tests/bench/control.h"
#include "tests/bench/frame.h"
#include "tests/bench/memory.h"
#include "tests/bench/neighbours.h"
#include "tests/bench/samples.h"
#include "tests/bench/scene.h"

struct bench {
	struct frame frame[FRAME_KINDS];
	struct contender contender[CONTENDERS];
	struct scenes scenes;
	struct cell cell[CONTENDERS][FRAME_KINDS];
};

/* One CPU for all: caches and clock are the same for each program. */
static int cpu_pin(void)
{
	cpu_set_t allowed;
	int last = 0;

	if (sched_getaffinity(0, sizeof(allowed), &allowed))
		return 0;
	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
		if (CPU_ISSET(cpu, &allowed))
			last = cpu;
	CPU_ZERO(&allowed);
	CPU_SET(last, &allowed);
	(void)sched_setaffinity(0, sizeof(allowed), &allowed);
	return last;
}

typedef void (*cell_run)(const char *name, int program, const struct frame *frame, struct cell *cell);

static void round_run(struct bench *bench, cell_run run)
{
	for (size_t kind = 0; kind < FRAME_KINDS; kind++)
		for (size_t i = 0; i < CONTENDERS; i++)
			if (bench->contender[i].program >= 0)
				run(bench->contender[i].name, bench->contender[i].program,
				    &bench->frame[kind], &bench->cell[i][kind]);
	scenes_run(&bench->scenes, run);
}

typedef double (*cell_value)(struct bench *bench, size_t contender, size_t kind);

static double minimum(struct bench *bench, size_t contender, size_t kind)
{
	return samples_minimum(&bench->cell[contender][kind].ns);
}

static double median(struct bench *bench, size_t contender, size_t kind)
{
	return samples_median(&bench->cell[contender][kind].ns);
}

static double over_parse(struct bench *bench, size_t contender, size_t kind)
{
	return minimum(bench, contender, kind) - minimum(bench, CONTENDER_PARSE, kind);
}

static double ratio(struct bench *bench, size_t contender, size_t kind)
{
	return minimum(bench, contender, kind) / minimum(bench, CONTENDER_PARSE, kind);
}

static void table_print(struct bench *bench, const char *title, cell_value value)
{
	printf("\n%-26s", title);
	for (size_t kind = 0; kind < FRAME_KINDS; kind++)
		printf("%11s", bench->frame[kind].name);
	printf("\n");
	for (size_t i = 0; i < CONTENDERS; i++) {
		if (bench->contender[i].program < 0)
			continue;
		printf("  %-24s", bench->contender[i].name);
		for (size_t kind = 0; kind < FRAME_KINDS; kind++) {
			printf("%10.2f%c", value(bench, i, kind),
			       bench->cell[i][kind].action == XDP_PASS ? ' ' : '-');
		}
		printf("\n");
	}
}

/* The largest difference between two programs, over the packets for services that get this verdict from the first. */
static double difference(struct bench *bench, size_t one, size_t other, __u32 action)
{
	double most = -1e9;

	for (size_t kind = 0; kind < FRAME_SERVICE_KINDS; kind++) {
		double here = minimum(bench, one, kind) - minimum(bench, other, kind);

		if (bench->cell[one][kind].action == action && here > most)
			most = here;
	}
	return most;
}

static void budget_print(const char *what, double measured, double budget, const char *unit)
{
	printf("  %-52s %8.1f of %5.1f %-3s %s\n", what, measured, budget, unit,
	       measured <= budget ? "" : "OVER");
}

static void budgets_print(struct bench *bench, double reload_ms)
{
	size_t memory = bench->contender[CONTENDER_DEFAULT].memory;

	printf("\nbudgets: the worst packet of each kind (informational)\n");
	budget_print("services and counters, over parse only",
		     difference(bench, CONTENDER_8, CONTENDER_PARSE, XDP_PASS), 8, "ns");
	budget_print("with peers, over parse only",
		     difference(bench, CONTENDER_8_PEERS, CONTENDER_PARSE, XDP_PASS), 14, "ns");
	budget_print("64 services against 8", difference(bench, CONTENDER_64, CONTENDER_8, XDP_PASS), 2,
		     "ns");
	budget_print("64 services against 8, with peers",
		     difference(bench, CONTENDER_64_PEERS, CONTENDER_8_PEERS, XDP_PASS), 2, "ns");
	budget_print("a denied packet, over parse only",
		     difference(bench, CONTENDER_DEFAULT, CONTENDER_PARSE, XDP_DROP), 15, "ns");
	budget_print("reload", reload_ms, 25, "ms");
	budget_print("memory of an interface", (double)memory / 1e6, 30, "MB");
}

int main(int argc, char **argv)
{
	static struct bench bench;
	int rounds = argc > 1 ? atoi(argv[1]) : ROUNDS, cpu = cpu_pin();
	struct utsname host;

	if (geteuid())
		errx(2, "BPF_PROG_TEST_RUN needs root");
	uname(&host);
	for (size_t kind = 0; kind < FRAME_KINDS; kind++)
		frame_build(kind, &bench.frame[kind]);
	libbpf_set_print(NULL); /* it warns about sections that are for libxdp */
	contenders_load(bench.contender);
	scenes_make(&bench.scenes);
	printf("Linux %s, CPU %d, %d rounds of %d packets a program and kind; ns a packet; - behind a figure: dropped\n",
	       host.release, cpu, rounds, PACKETS);
	if (bench.contender[CONTENDER_XDP_FILTER].program < 0)
		printf("xdp-filter is not installed (package xdp-tools), or cannot be loaded here\n");
	round_run(&bench, cell_warm);
	for (int round = 0; round < rounds; round++)
		round_run(&bench, cell_measure);
	table_print(&bench, "minimum, ns", minimum);
	table_print(&bench, "median, ns", median);
	table_print(&bench, "minimum over parse only", over_parse);
	table_print(&bench, "times parse only", ratio);
	scenes_print(&bench.scenes);
	memory_print();
	printf("\nchanging the rules\n");
	budgets_print(&bench, control_measure(&bench.contender[CONTENDER_64_PEERS]));
	neighbours_print();
	return 0;
}
