// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tests/packets/program.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <linux/pkt_cls.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "abi/flow.h"
#include "abi/fragment.h"
#include "abi/rate.h"
#include "abi/rules.h"

#include "maps/blocklists.h"
#include "maps/rules.h"

#include "bpf/egress.skel.h"
#include "bpf/ingress.skel.h"
#include "cleanup.h"
#include "rules/blocklist_table.h"
#include "rules/rules.h"

enum { ROW_SIZE_MAX = 128 };

_Static_assert(sizeof(struct service_stats) <= ROW_SIZE_MAX && sizeof(struct reason_stats) <= ROW_SIZE_MAX,
	       "rows");

struct program {
	struct ingress_bpf *skeleton;
	struct egress_bpf *egress;
	int cpus;
	bool frags;
	uint32_t generation;
	void *row; /* one element of a per-CPU map of stats */
	struct names names;
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

/* Gives the outbound program the maps of the inbound one. */
static int maps_share(struct program *program)
{
	struct bpf_map *map, *shared;

	bpf_object__for_each_map(map, program->egress->obj)
	{
		if (bpf_map__is_internal(map))
			continue;
		shared = bpf_object__find_map_by_name(program->skeleton->obj, bpf_map__name(map));
		if (shared && bpf_map__reuse_fd(map, bpf_map__fd(shared)))
			return -errno;
	}
	return 0;
}

static int egress_load(struct program *program)
{
	program->egress = egress_bpf__open();
	if (!program->egress)
		return -errno;
	program->egress->rodata->clock_injected = true;
	return maps_share(program) ?: egress_bpf__load(program->egress);
}

int program_open(struct program **ret)
{
	struct program *program = calloc(1, sizeof(*program));
	int error;

	if (!program)
		return -ENOMEM;
	names_start(&program->names);
	program->cpus = libbpf_num_possible_cpus();
	program->row = calloc(program->cpus > 0 ? (size_t)program->cpus : 1, ROW_SIZE_MAX);
	error = program->row ? program_load(program) ?: egress_load(program) : -ENOMEM;
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
	egress_bpf__destroy(program->egress);
	ingress_bpf__destroy(program->skeleton);
	free(program->row);
	free(program);
}

static int lists_fill(struct program *program, const struct ruleset *rules, struct rules *compiled)
{
	_cleanup_(blocklist_table_free) struct blocklist_table lists = {0};
	_cleanup_close_ int inner = -1;
	int error = blocklists_compile(rules, compiled, &lists);

	if (error || !lists.count)
		return error;
	inner = blocklist_map_make(lists.lines, lists.count);
	if (inner < 0)
		return inner;
	return blocklist_slot_set(bpf_map__fd(program->skeleton->maps.blocklists), 0, inner);
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
	for (size_t i = 0; i < rules->services_count; i++)
		compiled->counter[i] = (uint16_t)names_add(&program->names, rules->services[i].name);
	compiled->header.generation = ++program->generation;
	error = lists_fill(program, rules, compiled);
	if (error)
		return error;
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

static int map_clear(const struct bpf_map *map)
{
	int fd = bpf_map__fd(map);
	uint8_t key[64];

	_Static_assert(sizeof(struct flow_key_v6) <= sizeof(key), "the largest key");
	while (!bpf_map_get_next_key(fd, NULL, key)) {
		if (bpf_map_delete_elem(fd, key) && errno != ENOENT)
			return -errno;
	}
	return 0;
}

static int totals_clear(const struct bpf_map *map)
{
	const struct source_rate none = {0};

	for (uint32_t i = 0; i < SERVICE_COUNTERS_MAX; i++) {
		if (bpf_map_update_elem(bpf_map__fd(map), &i, &none, BPF_ANY))
			return -errno;
	}
	return 0;
}

int program_state_clear(struct program *program)
{
	int error =
		map_clear(program->skeleton->maps.sources) ?: totals_clear(program->skeleton->maps.totals);

	error = error ?: map_clear(program->skeleton->maps.flows_v4_tcp);
	error = error ?: map_clear(program->skeleton->maps.flows_v4_other);
	error = error ?: map_clear(program->skeleton->maps.flows_v6_tcp);
	error = error ?: map_clear(program->skeleton->maps.flows_v6_other);
	error = error ?: map_clear(program->skeleton->maps.fragments_v4);
	return error ?: map_clear(program->skeleton->maps.fragments_v6);
}

struct names *program_names(struct program *program)
{
	return &program->names;
}

static size_t header_promised(const uint8_t *frame)
{
	if (frame[12] == 0x08 && frame[13] == 0x00)
		return 20;
	return frame[12] == 0x86 && frame[13] == 0xdd ? 40 : 1;
}

bool program_runs(const struct program *program, const uint8_t *frame, size_t length, bool outbound)
{
	if (length < FRAME_MIN)
		return false;
	if (outbound)
		return length >= FRAME_MIN + header_promised(frame) && length <= 3400;
	return length <= (program->frags ? 65550 : 3400);
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

static int ingress_fd(const struct program *program)
{
	return bpf_program__fd(program->skeleton->progs.ucgate_ingress);
}

int program_run(struct program *program, const uint8_t *frame, size_t length, bool *ret)
{
	LIBBPF_OPTS(bpf_test_run_opts, opts, .data_in = frame, .data_size_in = (uint32_t)length, .repeat = 1);
	int result = bpf_prog_test_run_opts(ingress_fd(program), &opts);

	return verdict_read(result, opts.retval, ret);
}

int program_run_outbound(struct program *program, const uint8_t *frame, size_t length, bool *ret)
{
	LIBBPF_OPTS(bpf_test_run_opts, opts, .data_in = frame, .data_size_in = (uint32_t)length, .repeat = 1);
	int result = bpf_prog_test_run_opts(bpf_program__fd(program->egress->progs.ucgate_egress), &opts);

	if (result)
		return -errno;
	if (opts.retval != (uint32_t)TC_ACT_UNSPEC && opts.retval != TC_ACT_SHOT)
		return -EBADMSG;
	*ret = opts.retval != TC_ACT_SHOT;
	return 0;
}

int program_run_split(struct program *program, const uint8_t *frame, size_t length, size_t linear, bool *ret)
{
	struct xdp_md context = {.data_end = (uint32_t)linear};
	LIBBPF_OPTS(bpf_test_run_opts, opts, .data_in = frame, .data_size_in = (uint32_t)length, .repeat = 1,
		    .ctx_in = &context, .ctx_size_in = sizeof(context));
	int result = bpf_prog_test_run_opts(ingress_fd(program), &opts);

	return verdict_read(result, opts.retval, ret);
}

/* Adds up one element of `size` bytes; it is nothing but 64-bit numbers. */
static int row_read(struct program *program, const struct bpf_map *map, uint32_t key, size_t size, void *ret)
{
	uint64_t sum[ROW_SIZE_MAX / 8] = {0};
	const uint64_t *row = program->row;

	if (bpf_map_lookup_elem(bpf_map__fd(map), &key, program->row))
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
	return row_read(program, program->skeleton->maps.service_stats, id, sizeof(*ret), ret);
}

int program_essential(struct program *program, enum essential essential, struct service_stats *ret)
{
	return row_read(program, program->skeleton->maps.essential_stats, essential, sizeof(*ret), ret);
}

int program_reason(struct program *program, enum reason reason, struct reason_stats *ret)
{
	return row_read(program, program->skeleton->maps.reason_stats, reason, sizeof(*ret), ret);
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
