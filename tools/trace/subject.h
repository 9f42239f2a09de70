/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A packet, what the program said of it, and what there is to explain that with.
 */
#ifndef UCGATE_TRACE_SUBJECT_H
#define UCGATE_TRACE_SUBJECT_H

#include "memory.h"

/* The rules in force, as a program and as a person reads them. */
struct law {
	struct replica *replica;
	const struct rules *rules; /* NULL: there are none */
	struct ruleset ruleset;	   /* the same, taken apart again; blocklists by their names */
};

/* Fills *ret for a replica's rules; to law_free(). Returns 0 or -errno. */
int law_read(struct replica *replica, struct law *ret);
void law_free(struct law *law);

struct subject {
	const struct law *law;
	struct packet_bytes frame;
	bool outbound;
	struct packet_view view;
	bool known; /* the view has an IP header, so there are */
	struct ends ends;
	bool quotes; /* an ICMP error that quotes a packet, with these ends: */
	struct packet_view quoted;
	struct ends quoted_ends;
	/* The flow of its ends, of an ICMP error that of the quoted ones, as it was before. */
	bool flow_known;
	struct flow flow;
	struct verdict verdict;
};

/*
 * Judges a frame at the replica's time. *ret refers to the law, to the frame, and to itself: it is not to be moved.
 * Returns 0 or what replica_judge() returns.
 */
int subject_judge(const struct law *law, const struct frame *frame, bool outbound, struct subject *ret);

#endif
