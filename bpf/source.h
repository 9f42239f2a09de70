/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Step 3: sources that no packet can have. */
#ifndef UCGATE_BPF_SOURCE_H
#define UCGATE_BPF_SOURCE_H

#include <linux/in.h>

#include "bpf/icmp_type.h"
#include "bpf/ipv4.h"
#include "bpf/ipv6.h"
#include "bpf/l4.h"

/* `::` asks for an address (duplicate address detection, router solicitation): step 5 judges that. */
static __always_inline _Bool source_is_unspecified_discovery(const struct packet *packet)
{
	const struct tuple *tuple = &packet->tuple;

	return !tuple->peer.high && !tuple->peer.low && tuple->protocol == IPPROTO_ICMPV6 &&
	       !(packet->fragment & (FRAGMENT_OFFSET | FRAGMENT_CUT)) &&
	       (icmpv6_is_nd(icmp_type_of(packet)) || icmpv6_is_mld(icmp_type_of(packet)));
}

static __always_inline opinion source_check(const struct packet *packet)
{
	const struct tuple *tuple = &packet->tuple;

	if (tuple->family == 4) {
		if (ipv4_source_is_bogon(tuple->peer.low) || tuple->peer.low == tuple->local.low)
			return seldom(REASON_BOGON);
		return REASON_NONE;
	}
	if (likely(!ipv6_source_is_bogon(&tuple->peer) && !address_equal(&tuple->peer, &tuple->local)))
		return REASON_NONE;
	return source_is_unspecified_discovery(packet) ? REASON_NONE : seldom(REASON_BOGON);
}

#endif
