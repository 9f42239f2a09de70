/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * An opinion as words (`drop peer web`) and as what it does to the counters.
 */
#ifndef UCGATE_TESTS_PACKETS_OPINION_H
#define UCGATE_TESTS_PACKETS_OPINION_H

#include <stdio.h>

#include "tests/packets/model.h"
#include "tests/packets/program.h"

/* What a filter does with a frame: monitor mode passes what it has a reason to drop. */
bool opinion_passes(const struct opinion *opinion, const struct ruleset *rules);

bool opinion_same(const struct opinion *a, const struct opinion *b);

/* Whether it is what the program did and said. */
bool opinion_told(const struct opinion *opinion, bool pass, const struct verdict *verdict,
		  const struct names *names);

/* `pass|drop REASON [SERVICE|ESSENTIAL]`, or `would-drop` with mode: monitor; 0 or -EINVAL. */
int opinion_parse(const char *text, const struct names *names, bool *ret_pass, struct opinion *ret);

/* The same of the program's. */
void verdict_print(FILE *out, const struct verdict *verdict);

void opinion_print(FILE *out, const struct opinion *opinion, bool pass, const struct names *names);

/* What one frame does to the counters. */
struct count {
	bool outbound;
	bool pass; /* monitor mode passes what it has a reason to drop */
	size_t length;
};

/* Adds it. */
void counters_enter(struct counters *counters, const struct opinion *opinion, const struct count *count);

/* The same for the counters concerned alone, as the program has them now: true when they are what is expected. */
bool counters_confirm(struct program *program, const struct counters *expected,
		      const struct opinion *opinion);

/* Every counter that moved, as words. */
void counters_print_moves(FILE *out, const struct counters *before, const struct counters *after,
			  const struct names *names);

#endif
