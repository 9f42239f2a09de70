// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * The way of a packet that arrives on the WAN interface. Every stage says why it decides, or REASON_NONE to let the
 * next one speak; the first that speaks decides.
 */
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>
#include <xdp/xdp_helpers.h>

#include "maps/instance.bpf.h"

#include "bpf/admit.h"
#include "bpf/dhcp.h"
#include "bpf/fragment.h"
#include "bpf/frame.h"
#include "bpf/icmp.h"
#include "bpf/ip.h"
#include "bpf/l4.h"
#include "bpf/list.h"
#include "bpf/packet.h"
#include "bpf/rules.h"
#include "bpf/source.h"
#include "bpf/verdict.h"

/* Under libxdp's dispatcher: run early, and hand what passes to the next program. */
struct {
	__uint(priority, 10);
	__uint(XDP_PASS, 1);
} XDP_RUN_CONFIG(ucgate_ingress);

/* What passes may leave something behind; what is dropped, or would be, never does. */
static __always_inline void packet_remember(const struct packet *packet, opinion said)
{
	if (OPINION_REASON(said) == REASON_FLOW && packet->flow)
		flow_follow_inbound(packet);
	if (packet_is_first_fragment(packet))
		fragment_remember(packet, said);
}

static __always_inline opinion packet_judge(struct packet *packet)
{
	opinion said;

	said = ip_check(packet) ?: l4_check(packet);
	if (said)
		return said;
	/* clang-format off */
	said = source_check(packet)    ?:
	       fragment_check(packet)  ?:
	       icmp_check(packet)      ?:
	       tcp_flags_check(packet) ?:
	       dhcp_check(packet)      ?:
	       admit_check(packet)     ?:
	       refusal_explain(packet);
	/* clang-format on */
	return list_concerns(said) ? list_check(packet, said) : said;
}

/* `family` is a constant where this is called, so each family gets a way of its own, without the other's detours. */
static __always_inline int packet_decide(struct packet *packet, __u32 family)
{
	opinion said;

	packet->tuple.family = family;
	said = packet_judge(packet);
	judgement_tell(said);
	if (!opinion_passes(said))
		return packet_refuse(packet, said);
	packet_remember(packet, said);
	return packet_pass(packet, said);
}

SEC("xdp")

int ucgate_ingress(struct xdp_md *ctx)
{
	struct packet packet = {.ctx = ctx, .length = frame_length(ctx), .rules = rules_in_force()};
	opinion said;

	if (!packet.rules) /* nothing is known, so nothing is allowed */
		return verdict(&packet, REASON_NOT_ALLOWED);
	if (packet.rules->header.mode == MODE_OPEN)
		return XDP_PASS;
	said = frame_check(&packet);
	if (said)
		return verdict(&packet, said);
	return packet.tuple.family == 4 ? packet_decide(&packet, 4) : packet_decide(&packet, 6);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
