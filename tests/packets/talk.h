/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Chance with a memory: packets of both directions that belong together, and a clock that goes on between them.
 */
#ifndef UCGATE_TESTS_PACKETS_TALK_H
#define UCGATE_TESTS_PACKETS_TALK_H

#include "rules/model.h"
#include "tests/packets/dice.h"
#include "tools/packet/language.h"

enum { TALKS_MAX = 24 };

/* As the box sends: its own end is the source. */
struct talk {
	int family;
	uint8_t protocol;
	uint8_t local[16], peer[16];
	uint16_t local_port, peer_port; /* of an echo: local_port is its identifier */
};

/* Zero it to start. */
struct talks {
	struct talk list[TALKS_MAX];
	size_t count;
};

void talks_clear(struct talks *talks);

/* A packet of one of them, an ICMP error about it or a fragment of it. *ret to packet_free(). 0 or -ENOMEM. */
int packet_talk(struct dice *dice, const struct ruleset *rules, struct talks *talks, struct packet *ret);

/*
 * Time goes on in steps of 14 s, but for less than a second in between: so no time that matters to a flow (10, 300,
 * 600, 7440 s, and what random rules have) is ever met within the 4 s that it may be early by.
 */
struct fuzz_clock {
	uint64_t now_ns;
	uint64_t into_ns; /* of the second */
};

void fuzz_clock_start(struct fuzz_clock *clock);
void fuzz_clock_step(struct dice *dice, struct fuzz_clock *clock);

#endif
