/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The programs that are compared, each loaded on its own with maps of its own. */
#ifndef UCGATE_TESTS_BENCH_CONTENDER_H
#define UCGATE_TESTS_BENCH_CONTENDER_H

#include <stdbool.h>
#include <stddef.h>

#include "abi/rules.h"

#include "rules/blocklist_table.h"

struct ingress_bpf;

/* The rows of the tables; budgets are differences between two of them. */
enum contender_id {
	CONTENDER_EMPTY,
	CONTENDER_PARSE,
	CONTENDER_DEFAULT,
	CONTENDER_TRACKED,
	CONTENDER_8,
	CONTENDER_64,
	CONTENDER_8_PEERS,
	CONTENDER_64_PEERS,
	CONTENDER_XDP_FILTER,
	CONTENDERS,
};

struct contender {
	const char *name;
	int program;		  /* descriptor; -1: not there (a program that is not installed) */
	int rules;		  /* descriptor of map `rules`, or -1 */
	size_t memory;		  /* bytes of its maps, as the kernel accounts them */
	struct ingress_bpf *maps; /* ucgate's, bpf/ingress.skel.h */
};

/* Loads all; exits with a message when one of ours does not load. What it opened lives until the process ends. */
void contenders_load(struct contender contenders[CONTENDERS]);

/* A rule set of count services, each with ports of its own; the packets of frame.h are for the last. To free(). */
struct rules *rules_generate(unsigned int services, bool peers);

/* Reads and compiles a rule file; exits with its messages when it is not good. To free(). */
struct rules *rules_load(const char *file);

/* The same with its blocklists. */
struct rules *rules_load_lists(const char *file, struct blocklist_table *ret_lists);

/*
 * Loads ucgate under these rules, which it takes, as attach does it: a program for this kernel.
 * Exits with a message when that fails.
 */
void ucgate_load(struct contender *contender, struct rules *rules);

/* Bytes, as the kernel accounts them. */
size_t map_memory(int fd);

#endif
