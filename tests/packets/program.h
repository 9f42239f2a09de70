/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The real packet programs (tools/replica), and their counters. A service counts under the number of its name.
 * Functions return 0 or -errno.
 */
#ifndef UCGATE_TESTS_PACKETS_PROGRAM_H
#define UCGATE_TESTS_PACKETS_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "abi/essential.h"
#include "abi/limits.h"
#include "abi/reason.h"
#include "abi/stats.h"

#include "rules/model.h"
#include "tests/packets/model.h"
#include "tools/replica/replica.h"

struct program;

/* All counters, added up over the CPUs. */
struct counters {
	struct service_stats service[SERVICE_COUNTERS_MAX];
	struct service_stats essential[ESSENTIALS_MAX];
	struct reason_stats reason[REASON_MAX];
};

/* Whether the kernel runs the frame itself. */
bool program_runs(const struct program *program, const struct sight *sight);

int program_open(struct program **ret);
void program_close(struct program *program);

/* Names of services and their numbers; program_rules() adds to them. Owned by the program. */
struct names *program_names(struct program *program);

/* Puts other rules in force, of the next generation. Counters and state stay. */
int program_rules(struct program *program, const struct ruleset *rules);

/* Takes all rules out of force. */
int program_rules_clear(struct program *program);

/* Forgets flows, fragments and what limits have been used up. */
int program_state_clear(struct program *program);

int program_run(struct program *program, const struct sight *sight, struct verdict *ret);

/* The same of an inbound frame with only `linear` bytes within the program's direct reach, as a driver with split headers
   has it; *ret: it passes. -EINVAL on kernels before 6.18, which cannot run that. */
int program_run_split(struct program *program, const struct sight *sight, size_t linear, bool *ret);

int program_service(struct program *program, unsigned id, struct service_stats *ret);
int program_essential(struct program *program, enum essential essential, struct service_stats *ret);
int program_reason(struct program *program, enum reason reason, struct reason_stats *ret);
int program_counters(struct program *program, struct counters *ret);

#endif
