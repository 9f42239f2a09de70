/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A second instance of the packet programs: the same objects, attached to nothing, on maps of their own, with a clock
 * that stands still until it is set. It judges frames one by one as the filter would, and remembers as the filter does
 * (flows, fragments, limits). Functions return 0 or -errno; it takes what loading the filter takes (CAP_BPF,
 * CAP_NET_ADMIN, CAP_PERFMON).
 */
#ifndef UCGATE_REPLICA_H
#define UCGATE_REPLICA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "abi/reason.h"
#include "abi/rules.h"

#include "maps/counters.h"
#include "maps/pin.h"

#include "rules/blocklist_table.h"

struct replica;

/* What became of a frame. */
struct verdict {
	bool pass;
	enum reason
		reason; /* one that drops and a pass: `mode: monitor`; REASON_NONE: panic lets everything pass */
	const char *
		service; /* what counts it, as `service` in JSON; NULL: nothing. Stays until the next rules */
};

/* *ret to replica_close(). Without rules: what comes in drops, what goes out passes. */
int replica_open(struct replica **ret);
void replica_close(struct replica *replica);

/* For _cleanup_(). */
void replica_free(struct replica **replica);

/*
 * Puts rules in force as a reload would: generation and counters are stamped into *rules, a service keeps the counter
 * that its name has, flows and all other state stay. lists: of the same rule file; NULL: none.
 */
int replica_rules(struct replica *replica, struct rules *rules, const struct blocklist_table *lists);

/* Takes all rules out of force. */
int replica_rules_clear(struct replica *replica);

/*
 * Becomes an attached interface as it is now: the rules in force, blocklists, bans, flows, fragments, what limits have
 * been used up; the clock is set to now. What was here before is gone, counters are 0. The interface is only read.
 * -ENOENT: nothing is pinned; -EPROTO: by another build.
 */
int replica_copy(struct replica *replica, const struct pins *pins);

/* Now, in ns of CLOCK_MONOTONIC where state was copied. It costs no system call. */
void replica_clock(struct replica *replica, uint64_t now_ns);
uint64_t replica_now(const struct replica *replica);

/*
 * Judges a frame of up to 256 KiB; about one system call, any length down to 0. What the kernel does not run, it judges
 * by a stand-in that the program cannot tell from it (stand_in.h). -EMSGSIZE: there is none: headers of more than
 * 3 KB. *ret is untouched on failure.
 */
int replica_judge(struct replica *replica, const uint8_t *frame, size_t length, bool outbound,
		  struct verdict *ret);

/* The rules that were put in force last; NULL: none. */
const struct rules *replica_rules_now(const struct replica *replica);

/* The blocklists that they refer to; none: without lines. */
const struct blocklist_table *replica_lists(const struct replica *replica);

/* By counter; 0 is `other`, without a name here. */
const struct counter_names *replica_names(const struct replica *replica);

/* --- for tests ------------------------------------------------------------------------------------------------- */

/* Whether the kernel runs the frame itself. */
bool replica_runs(const struct replica *replica, const uint8_t *frame, size_t length, bool outbound);

/* Descriptors that stay the replica's: of a map by its name, -ENOENT, and of a program. */
int replica_map(const struct replica *replica, const char *name);
int replica_program(const struct replica *replica, bool outbound);

/* Forgets flows, fragments and what limits have been used up. */
int replica_forget(struct replica *replica);

#endif
