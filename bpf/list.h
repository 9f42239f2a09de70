/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Step 11: a packet that would pass as a service's (as `service`, `flow` or `fragment`) still meets bans and
 * blocklists, unless its source is in `never_block`. What is dropped anyway never gets here, so a flood costs no lookup.
 */
#ifndef UCGATE_BPF_LIST_H
#define UCGATE_BPF_LIST_H

#include "bpf/address.h"
#include "bpf/ban.h"
#include "bpf/blocklist.h"
#include "bpf/packet.h"

static __always_inline enum reason lists_ask(const struct packet *packet)
{
	const struct tuple *tuple = &packet->tuple;

	if (bans_any(tuple->family) && bans_hold_peer(tuple))
		return REASON_BANNED;
	if (blocklists_hold(packet->rules, tuple))
		return REASON_BLOCKLIST;
	return REASON_NONE;
}

/* Whether lists have a say: in what passes for a service, but not in what is related. In one comparison. */
static __always_inline _Bool list_concerns(opinion said)
{
	return (said & (OPINION_EXEMPT | 0x7f00 | (REASON_MAX - REASON_DROP))) ==
	       OPINION(0, CONCERN_SERVICE, 0);
}

/* What was said, or the drop that takes its place. For packets that lists have a say in. */
static __always_inline opinion list_check(const struct packet *packet, opinion said)
{
	enum reason why = lists_ask(packet);

	if (likely(!why))
		return said;
	/* Asked last: nearly nobody is listed. */
	if (address_row_of(packet->rules, packet->tuple.family, &packet->tuple.peer)->flags &
	    ADDRESS_NEVER_BLOCK)
		return said;
	return OPINION(why, OPINION_CONCERN(said), OPINION_NUMBER(said));
}

#endif
