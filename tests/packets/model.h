/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A second opinion: what the contract says about an inbound frame, written from its text alone, step by step and
 * without a thought for speed. It shares no code with bpf/ and none with the compiler of rules: it reads the rule
 * set as the file says it. The flow and fragment tables are always empty here.
 */
#ifndef UCGATE_TESTS_PACKETS_MODEL_H
#define UCGATE_TESTS_PACKETS_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "abi/essential.h"
#include "abi/reason.h"

#include "rules/model.h"

/* One source and what is left of its burst of echo requests, in ns of waiting time. */
struct model_source {
	uint8_t address[16];
	uint8_t family;
	uint64_t seen_ns;
	uint64_t credit_ns;
};

/* What outlives a packet. Zero it to start; owns sources. */
struct model {
	struct model_source *sources;
	size_t sources_count;
};

/* service and essential: at most one is not -1; for a drop it is the one concerned. */
struct opinion {
	enum reason reason;
	int service;   /* index in file order, or -1 */
	int essential; /* enum essential, or -1 */
};

/* The opinion about one frame that arrives at now_ns; monitor mode is left to the caller: the reason is the same. */
struct opinion model_judge(struct model *model, const struct ruleset *rules, const uint8_t *frame,
			   size_t length, uint64_t now_ns);

void model_free(struct model *model);

#endif
