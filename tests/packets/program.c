// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tests/packets/program.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <linux/bpf.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "abi/rules.h"

#include "cleanup.h"
#include "rules/blocklist_table.h"
#include "rules/rules.h"
#include "tools/replica/replica.h"

enum { ROW_SIZE_MAX = 128 };

_Static_assert(sizeof(struct service_stats) <= ROW_SIZE_MAX && sizeof(struct reason_stats) <= ROW_SIZE_MAX,
	       "rows");

struct program {
	struct replica *replica;
	int cpus;
	void *row; /* one element of a per-CPU map of stats */
	struct names names;
};

int program_open(struct program **ret)
{
	struct program *program = calloc(1, sizeof(*program));
	int error;

	if (!program)
		return -ENOMEM;
	names_start(&program->names);
	program->cpus = libbpf_num_possible_cpus();
	program->row = calloc(program->cpus > 0 ? (size_t)program->cpus : 1, ROW_SIZE_MAX);
	error = program->row ? replica_open(&program->replica) : -ENOMEM;
	if (error) {
		program_close(program);
		return error;
	}
	*ret = program;
	return 0;
}

void program_close(struct program *program)
{
	if (!program)
		return;
	replica_close(program->replica);
	free(program->row);
	free(program);
}

/* A service counts under the number of its name. */
static void names_note(struct program *program, const struct rules *rules)
{
	for (unsigned i = 0; i < rules->header.services; i++)
		memcpy(program->names.name[rules->counter[i]], rules->service[i].name, SERVICE_NAME_SIZE);
}

int program_rules(struct program *program, const struct ruleset *rules)
{
	_cleanup_(blocklist_table_free) struct blocklist_table lists = {0};
	_cleanup_(diagnostics_free) struct diagnostics d = {0};
	_cleanup_free_ struct rules *compiled = NULL;
	int error = ruleset_compile(rules, &d, &compiled);

	if (error) {
		diagnostics_print(&d, stderr, false);
		return error;
	}
	error = blocklists_compile(rules, compiled, &lists)
			?: replica_rules(program->replica, compiled, &lists);
	if (!error)
		names_note(program, compiled);
	return error;
}

int program_rules_clear(struct program *program)
{
	return replica_rules_clear(program->replica);
}

int program_state_clear(struct program *program)
{
	return replica_forget(program->replica);
}

struct names *program_names(struct program *program)
{
	return &program->names;
}

bool program_runs(const struct program *program, const struct sight *sight)
{
	return replica_runs(program->replica, sight->bytes, sight->length, sight->outbound);
}

int program_run(struct program *program, const struct sight *sight, struct verdict *ret)
{
	replica_clock(program->replica, sight->now_ns);
	return replica_judge(program->replica, sight->bytes, sight->length, sight->outbound, ret);
}

int program_run_split(struct program *program, const struct sight *sight, size_t linear, bool *ret)
{
	struct xdp_md context = {.data_end = (uint32_t)linear};
	LIBBPF_OPTS(bpf_test_run_opts, opts, .data_in = sight->bytes, .data_size_in = (uint32_t)sight->length,
		    .repeat = 1, .ctx_in = &context, .ctx_size_in = sizeof(context));

	if (bpf_prog_test_run_opts(replica_program(program->replica, false), &opts))
		return -errno;
	if (opts.retval != XDP_PASS && opts.retval != XDP_DROP)
		return -EBADMSG;
	*ret = opts.retval == XDP_PASS;
	return 0;
}

/* Adds up one element of `size` bytes; it is nothing but 64-bit numbers. */
static int row_read(struct program *program, const char *map, uint32_t key, size_t size, void *ret)
{
	uint64_t sum[ROW_SIZE_MAX / 8] = {0};
	const uint64_t *row = program->row;

	if (bpf_map_lookup_elem(replica_map(program->replica, map), &key, program->row))
		return -errno;
	for (int cpu = 0; cpu < program->cpus; cpu++) {
		for (size_t i = 0; i < size / 8; i++)
			sum[i] += *row++;
	}
	memcpy(ret, sum, size);
	return 0;
}

int program_service(struct program *program, unsigned id, struct service_stats *ret)
{
	return row_read(program, "service_stats", id, sizeof(*ret), ret);
}

int program_essential(struct program *program, enum essential essential, struct service_stats *ret)
{
	return row_read(program, "essential_stats", essential, sizeof(*ret), ret);
}

int program_reason(struct program *program, enum reason reason, struct reason_stats *ret)
{
	return row_read(program, "reason_stats", reason, sizeof(*ret), ret);
}

int program_counters(struct program *program, struct counters *ret)
{
	int error = 0;

	for (unsigned i = 0; i < SERVICE_COUNTERS_MAX && !error; i++)
		error = program_service(program, i, &ret->service[i]);
	for (unsigned i = 0; i < ESSENTIALS_MAX && !error; i++)
		error = program_essential(program, i, &ret->essential[i]);
	for (unsigned i = 0; i < REASON_MAX && !error; i++)
		error = program_reason(program, i, &ret->reason[i]);
	return error;
}
