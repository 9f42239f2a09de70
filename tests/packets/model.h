/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A second opinion: what the contract says about a frame, written from its text alone, step by step and without a
 * thought for speed. It shares no code with bpf/ and none with the compiler of rules: it reads the rule set as the
 * file says it. Two freedoms that the contract leaves are not taken here: a flow never ends up to 4 s early, and no
 * table is ever full.
 */
#ifndef UCGATE_TESTS_PACKETS_MODEL_H
#define UCGATE_TESTS_PACKETS_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "abi/essential.h"
#include "abi/reason.h"

#include "rules/model.h"
#include "tests/packets/names.h"

/* service and essential: at most one is not -1; for a drop it is the one concerned. */
struct opinion {
	enum reason reason;
	bool refused;  /* of REASON_OUTBOUND: it is a drop */
	int service;   /* number of struct names, or -1 */
	int essential; /* enum essential, or -1 */
};

struct model_flow {
	int family;
	uint8_t protocol;
	uint8_t local[16], peer[16];
	uint16_t local_port, peer_port;
	uint64_t last_ns;
	int service; /* number of struct names that it was last counted under */
	bool answered, fin_in, fin_out, closing;
};

struct model_fragment {
	int family;
	uint8_t source[16], destination[16];
	uint32_t id;
	uint8_t protocol;
	bool outbound;
	uint64_t seen_ns;
	struct opinion first;
};

/* What a limit's user owes, in ns of waiting time. */
struct model_rate {
	int name;   /* number of struct names, or RATE_NAME_ECHO */
	int family; /* 0: in total */
	uint8_t address[16];
	uint64_t seen_ns;
	uint64_t owed_ns;
};

enum { MODEL_ALSO_MAX = 4 };

/* What outlives a packet. Zero it and set names to start; owns the lists. */
struct model {
	struct names *names;
	struct model_flow *flows;
	size_t flows_count;
	struct model_fragment *fragments;
	size_t fragments_count;
	struct model_rate *rates;
	size_t rates_count;
	struct opinion
		also[MODEL_ALSO_MAX]; /* of the last packet: as right, where the contract leaves it open */
	size_t also_count;
};

/* A frame on its way, at a time that never runs backward. */
struct sight {
	const uint8_t *bytes;
	size_t length;
	bool outbound;
	uint64_t now_ns;
};

/* The opinion about one frame; monitor mode is left to the caller: the reason is the same. */
struct opinion model_judge(struct model *model, const struct ruleset *rules, const struct sight *sight);

/* Forgets everything but the names. */
void model_clear(struct model *model);

#endif
