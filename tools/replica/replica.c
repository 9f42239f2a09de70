// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/replica/replica.h"

#include <errno.h>
#include <stdlib.h>

#include <linux/pkt_cls.h>

#include <bpf/bpf.h>

#include "abi/essential.h"

#include "cleanup.h"
#include "tools/metrics/words.h"
#include "tools/replica/parts.h"

int replica_open(struct replica **ret)
{
	_cleanup_(replica_free) struct replica *replica = calloc(1, sizeof(*replica));
	int r = replica ? replica_load(replica, NULL) : -ENOMEM;

	if (r < 0)
		return r;
	*ret = TAKE_PTR(replica);
	return 0;
}

void replica_close(struct replica *replica)
{
	if (!replica)
		return;
	replica_unload(replica);
	blocklist_table_free(&replica->lists);
	free(replica->rules);
	free(replica);
}

void replica_free(struct replica **replica)
{
	replica_close(*replica);
}

void replica_clock(struct replica *replica, uint64_t now_ns)
{
	*replica->clock = now_ns;
}

uint64_t replica_now(const struct replica *replica)
{
	return *replica->clock;
}

const struct rules *replica_rules_now(const struct replica *replica)
{
	return replica->rules;
}

const struct blocklist_table *replica_lists(const struct replica *replica)
{
	return &replica->lists;
}

const struct counter_names *replica_names(const struct replica *replica)
{
	return &replica->names;
}

int replica_program(const struct replica *replica, bool outbound)
{
	return replica->program[outbound];
}

int replica_map(const struct replica *replica, const char *name)
{
	return bpf_object__find_map_fd_by_name(replica_maps(replica), name);
}

/* --- judging --------------------------------------------------------------------------------------------------- */

static size_t frame_most(const struct replica *replica, bool outbound)
{
	return outbound ? FRAME_PAGE : replica->most;
}

bool replica_runs(const struct replica *replica, const uint8_t *frame, size_t length, bool outbound)
{
	return frame_runs(frame, length, outbound, frame_most(replica, outbound));
}

static const char *concern_name(const struct replica *replica, const struct judgement *judgement)
{
	if (judgement->concern == CONCERN_ESSENTIAL && judgement->number < ESSENTIALS_COUNT)
		return essential_words[judgement->number];
	if (judgement->concern != CONCERN_SERVICE || judgement->number >= SERVICE_COUNTERS_MAX)
		return NULL;
	return judgement->number ? replica->names.name[judgement->number] : "other";
}

static int action_read(uint32_t action, bool outbound, bool *ret_pass)
{
	uint32_t pass = outbound ? (uint32_t)TC_ACT_UNSPEC : XDP_PASS;

	if (action != pass && action != (outbound ? TC_ACT_SHOT : XDP_DROP))
		return -EBADMSG;
	*ret_pass = action == pass;
	return 0;
}

static int frame_run(struct replica *replica, const uint8_t *frame, size_t length, bool outbound,
		     struct verdict *ret)
{
	LIBBPF_OPTS(bpf_test_run_opts, opts, .data_in = frame, .data_size_in = (uint32_t)length, .repeat = 1);
	uint32_t before = replica->judgement->count;
	struct judgement judgement;
	bool pass = false;
	int r;

	replica->fresh = false;
	r = bpf_prog_test_run_opts(replica->program[outbound], &opts);

	if (r == 0)
		r = action_read(opts.retval, outbound, &pass);
	if (r < 0)
		return r;
	judgement = *replica->judgement;
	if (judgement.count == before)
		judgement = (struct judgement){0};
	*ret = (struct verdict){pass, (enum reason)judgement.reason, concern_name(replica, &judgement)};
	return 0;
}

int replica_judge(struct replica *replica, const uint8_t *frame, size_t length, bool outbound,
		  struct verdict *ret)
{
	int r;

	if (!replica_runs(replica, frame, length, outbound)) {
		r = stand_in_make(frame, length, frame_most(replica, outbound), replica->stand_in, &length);
		if (r < 0)
			return r;
		frame = replica->stand_in;
	}
	return frame_run(replica, frame, length, outbound, ret);
}
