// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tests/packets/program.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "abi/rate.h"
#include "abi/rules.h"

#include "maps/rules.h"

#include "bpf/ingress.skel.h"
#include "cleanup.h"
#include "rules/rules.h"

struct program {
	struct ingress_bpf *skeleton;
	int fd;
	int cpus;
	bool frags;
	struct traffic (*row)[4]; /* one element of a per-CPU map of stats */
};

/* Kernels before 5.18 have no frames of several buffers. */
static int skeleton_load(bool frags, struct ingress_bpf **ret)
{
	struct ingress_bpf *skeleton = ingress_bpf__open();
	int error;

	if (!skeleton)
		return -errno;
	skeleton->rodata->clock_injected = true;
	skeleton->rodata->frags_supported = frags;
	if (frags)
		bpf_program__set_flags(skeleton->progs.ucgate_ingress, BPF_F_XDP_HAS_FRAGS);
	error = ingress_bpf__load(skeleton);
	if (error) {
		ingress_bpf__destroy(skeleton);
		return error;
	}
	*ret = skeleton;
	return 0;
}

static int no_print(enum libbpf_print_level level, const char *format, va_list arguments)
{
	(void)level;
	(void)format;
	(void)arguments;
	return 0;
}

static int program_load(struct program *program)
{
	libbpf_print_fn_t print = libbpf_set_print(no_print);
	int error = skeleton_load(true, &program->skeleton);

	libbpf_set_print(print);
	program->frags = !error;
	return error ? skeleton_load(false, &program->skeleton) : 0;
}

int program_open(struct program **ret)
{
	struct program *program = calloc(1, sizeof(*program));
	int error;

	if (!program)
		return -ENOMEM;
	program->cpus = libbpf_num_possible_cpus();
	program->row = calloc(program->cpus > 0 ? (size_t)program->cpus : 1, sizeof(*program->row));
	error = program->row ? program_load(program) : -ENOMEM;
	if (error) {
		program_close(program);
		return error;
	}
	program->fd = bpf_program__fd(program->skeleton->progs.ucgate_ingress);
	*ret = program;
	return 0;
}

void program_close(struct program *program)
{
	if (!program)
		return;
	ingress_bpf__destroy(program->skeleton);
	free(program->row);
	free(program);
}

int program_rules(struct program *program, const struct ruleset *rules)
{
	struct diagnostics d = {0};
	_cleanup_free_ struct rules *compiled = NULL;
	_cleanup_close_ int inner = -1;
	int error = ruleset_compile(rules, &d, &compiled);

	if (error)
		diagnostics_print(&d, stderr, false);
	diagnostics_free(&d);
	if (error)
		return error;
	for (unsigned i = 0; i < SERVICES_MAX; i++)
		compiled->counter[i] = (uint16_t)(i + 1);
	inner = rules_map_make(compiled);
	if (inner < 0)
		return inner;
	return rules_slot_set(bpf_map__fd(program->skeleton->maps.rules), RULES_LIVE, inner);
}

int program_rules_clear(struct program *program)
{
	uint32_t slot = RULES_LIVE;

	if (bpf_map_delete_elem(bpf_map__fd(program->skeleton->maps.rules), &slot) && errno != ENOENT)
		return -errno;
	return 0;
}

int program_clock(struct program *program, uint64_t now_ns)
{
	uint32_t first = 0;

	if (bpf_map_update_elem(bpf_map__fd(program->skeleton->maps.clock), &first, &now_ns, BPF_ANY))
		return -errno;
	return 0;
}

int program_sources_clear(struct program *program)
{
	int fd = bpf_map__fd(program->skeleton->maps.sources);
	struct source_key key;

	while (!bpf_map_get_next_key(fd, NULL, &key)) {
		if (bpf_map_delete_elem(fd, &key) && errno != ENOENT)
			return -errno;
	}
	return 0;
}

size_t program_frame_max(const struct program *program)
{
	return program->frags ? 65550 : 3400;
}

static int verdict_read(int result, uint32_t action, bool *ret)
{
	if (result)
		return -errno;
	if (action != XDP_PASS && action != XDP_DROP)
		return -EBADMSG;
	*ret = action == XDP_PASS;
	return 0;
}

int program_run(struct program *program, const uint8_t *frame, size_t length, bool *ret)
{
	LIBBPF_OPTS(bpf_test_run_opts, opts, .data_in = frame, .data_size_in = (uint32_t)length, .repeat = 1);
	int result = bpf_prog_test_run_opts(program->fd, &opts);

	return verdict_read(result, opts.retval, ret);
}

int program_run_split(struct program *program, const uint8_t *frame, size_t length, size_t linear, bool *ret)
{
	struct xdp_md context = {.data_end = (uint32_t)linear};
	LIBBPF_OPTS(bpf_test_run_opts, opts, .data_in = frame, .data_size_in = (uint32_t)length, .repeat = 1,
		    .ctx_in = &context, .ctx_size_in = sizeof(context));
	int result = bpf_prog_test_run_opts(program->fd, &opts);

	return verdict_read(result, opts.retval, ret);
}

static void traffic_add(struct traffic *sum, const struct traffic *more)
{
	sum->packets += more->packets;
	sum->bytes += more->bytes;
}

/* Both kinds of stats are four times traffic: one way to add up either. */
_Static_assert(sizeof(struct service_stats) == 4 * sizeof(struct traffic), "see above");
_Static_assert(sizeof(struct reason_stats) == 4 * sizeof(struct traffic), "see above");

/* Adds up one element; *ret is a struct service_stats or reason_stats. */
static int row_read(struct program *program, const struct bpf_map *map, uint32_t key, void *ret)
{
	struct traffic sum[4] = {0};

	if (bpf_map_lookup_elem(bpf_map__fd(map), &key, program->row))
		return -errno;
	for (int cpu = 0; cpu < program->cpus; cpu++) {
		for (int i = 0; i < 4; i++)
			traffic_add(&sum[i], &program->row[cpu][i]);
	}
	memcpy(ret, sum, sizeof(sum));
	return 0;
}

int program_service(struct program *program, unsigned id, struct service_stats *ret)
{
	return row_read(program, program->skeleton->maps.service_stats, id, ret);
}

int program_essential(struct program *program, enum essential essential, struct service_stats *ret)
{
	return row_read(program, program->skeleton->maps.essential_stats, essential, ret);
}

int program_reason(struct program *program, enum reason reason, struct reason_stats *ret)
{
	return row_read(program, program->skeleton->maps.reason_stats, reason, ret);
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
