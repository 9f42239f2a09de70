/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Who talked to whom: what came in and was dropped, and what left, for each pair of ends. The memory is bounded: of those
 * that fall to the same place, whoever said least is forgotten first, so a scan cannot push out a call.
 */
#ifndef UCGATE_ADVICE_TALKS_H
#define UCGATE_ADVICE_TALKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "abi/limits.h"
#include "abi/reason.h"

#include "tools/listen/sighting.h"

enum { TALKS_WAYS = 8, TALKS_SETS = 1024, PEERS_SETS = 256 };

struct talk_way {
	uint64_t packets;
	uint64_t first_ns, last_ns; /* of any clock */
	uint64_t seconds;	    /* bit N: in a second that is N modulo 64 */
};

/* Zero bytes where nothing is said: compared as a whole. */
struct talk_ends {
	uint8_t family, protocol;
	uint16_t peer_port, local_port; /* 0 without ports */
	uint8_t peer[16];
};

struct talk {
	struct talk_ends ends;
	struct talk_way in;  /* dropped, or would have been */
	struct talk_way out; /* what no service says anything of */
	enum reason reason;  /* why the last one that came in was dropped */
	char service[SERVICE_NAME_SIZE];
	bool out_dropped;
};

struct talk_peer {
	uint8_t family;
	uint8_t address[16];
	uint64_t packets;
	uint64_t asked; /* packets that the inside sent to it on its own account */
	uint64_t ports; /* bit N: a local port was tried that N stands for */
	bool refused;	/* it was banned, listed, limited, or sent what no honest host sends */
};

/* Zero it to start; large. */
struct talks {
	struct talk talk[TALKS_SETS][TALKS_WAYS];
	struct talk_peer peer[PEERS_SETS][TALKS_WAYS];
	uint64_t seen, left_out;
};

void talks_add(struct talks *talks, const struct sighting *sighting);

/* NULL: nothing is known of it. */
const struct talk_peer *talks_peer(const struct talks *talks, const struct talk_ends *ends);

/* In how many different seconds, up to 64. */
unsigned int talk_seconds(const struct talk_way *way);

/* Packets a second; 0: it was no whole second long. */
double talk_rate(const struct talk_way *way);

#endif
