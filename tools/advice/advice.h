/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Which talks look like a missing rule. A false hint is worse than none, so there is one only for a peer that the inside
 * has itself sent packets to, that does not try many ports, that no list or limit has turned away, and in whose talk
 * packets come again and again; and a hint is always for that peer alone:
 *
 *	media	UDP both ways, both ports from 1024 on and for this talk alone, MEDIA_RATE packets a second and more one
 *		way: a dynamic service
 *	out	the inside asks, the answers (or with `outbound: enforce` the questions) are dropped: `direction: out`
 *	in	the peer asks, for a port that scanners do not look for (soundness.h): `direction: in`
 */
#ifndef UCGATE_ADVICE_ADVICE_H
#define UCGATE_ADVICE_ADVICE_H

#include "abi/rules.h"

#include "rules/model.h"
#include "tools/advice/talks.h"

enum {
	ADVICE_MAX = 32,
	ADVICE_PEERS_MAX = 16,
	ADVICE_PORTS_MAX = 16,
	/* what it takes */
	STEADY_PACKETS = 5,
	STEADY_SECONDS = 2,   /* different ones */
	MEDIA_RATE = 10,      /* packets a second */
	MEDIA_RATE_LEAST = 1, /* the other way: silence is not sent */
	MEDIA_PORT_FIRST = 1024,
	PORTS_TRIED_MAX = 8, /* of a peer, in vain or too seldom to say what it wants */
};

enum advice_kind { ADVICE_MEDIA, ADVICE_OUT, ADVICE_IN };

struct advice {
	enum advice_kind kind;
	char name[SERVICE_NAME_SIZE]; /* of the service that it suggests */
	uint8_t protocol;
	struct port_range ports[ADVICE_PORTS_MAX];
	size_t ports_count; /* 0: a protocol without ports */
	struct talk_ends peers[ADVICE_PEERS_MAX];
	size_t peers_count, peers_more;	 /* more than there is room for */
	struct talk talk;		 /* one that it is made for: the one that said most */
	double in_rate, out_rate;	 /* packets a second, of all of them; 0: unknown */
	char instead[SERVICE_NAME_SIZE]; /* a service that could be extended; empty: none */
};

struct advice_list {
	struct advice list[ADVICE_MAX];
	size_t count, more; /* more than there is room for */
};

/* What the rules in force have. */
struct advice_context {
	const struct rules_service *services; /* as many as are known */
	size_t services_count;
	/* Whether a ban or a blocklist has the peer; NULL: nobody knows. */
	bool (*refuses)(const void *context, const struct talk_ends *ends);
	const void *context;
};

/* Pure: it depends on its arguments alone. Returns 0 or -ENOMEM. */
int advice_make(const struct talks *talks, const struct advice_context *context, struct advice_list *ret);

#endif
