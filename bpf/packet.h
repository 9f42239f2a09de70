/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the stages know of a packet, and the only way they reach its bytes. Offsets count from the start of the
 * frame; addresses, ports and lengths are host order.
 */
#ifndef UCGATE_BPF_PACKET_H
#define UCGATE_BPF_PACKET_H

#include <linux/bpf.h>

#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "abi/essential.h"
#include "abi/judgement.h"
#include "abi/reason.h"
#include "abi/rules.h"

/* An object holds programs of one hook: bpf/egress.bpf.c says that it is the other one. */
#ifdef UCGATE_EGRESS
#include "bpf/tc_context.h"
#else
#include "bpf/xdp_context.h"
#endif

#define likely(condition)   __builtin_expect(!!(condition), 1)
#define unlikely(condition) __builtin_expect(!!(condition), 0)

/*
 * The end point of a header that can still be judged: Ethernet, two tags, PPPoE, IPv6 and six extension headers of
 * 2,048 bytes, and the same again inside an ICMP error, stay below 32 KiB. As a mask it also bounds an offset for
 * the verifier.
 */
enum { PACKET_OFFSET_MASK = 0x7fff };

/*
 * Both ends, seen from the box: a flow's key, a service's question. IPv4 addresses are in `low`, `high` is 0. Whole
 * registers, because that is where they live: nothing here is laid out in memory.
 */
struct tuple {
	struct address_v6 peer, local;
	__u32 ports;  /* TCP and UDP: PORTS(peer's, local) */
	__u32 family; /* 4 or 6 */
	__u32 protocol;
};

/* As they stand in a packet that arrives. */
#define PORTS(peer, local) ((__u32)(peer) << 16 | (local))

static __always_inline __u32 tuple_peer_port(const struct tuple *tuple)
{
	return tuple->ports >> 16;
}

static __always_inline __u32 tuple_local_port(const struct tuple *tuple)
{
	return tuple->ports & 0xffff;
}

/* What the rules say of a tuple: sets of services, bit N is service N in file order. */
struct matches {
	__u64 listed;	/* have it as server, whatever its ends */
	__u64 servers;	/* have it as server */
	__u64 sessions; /* would teach it a flow */
	__u64 possible; /* may have taught it one, or would but for its ends */
	__u64 clients;	/* list the peer's port for that peer */
};

/*
 * What a fragment is, in the words of an IPv6 fragment header: its offset, a multiple of 8, and whether more follow;
 * above them IPv4's identification. 0: a whole packet.
 */
enum {
	FRAGMENT_MORE = 1,
	FRAGMENT_CUT = 2, /* a first one that ends inside its headers */
	FRAGMENT_OFFSET = 0xfff8,
	FRAGMENT_IDENTIFICATION_SHIFT = 16,
};

struct packet {
	packet_context *ctx;
	const struct rules *rules;
	struct flow *flow; /* by which it passes: what becomes of that waits for the verdict */
	__u64 length;	   /* of the frame */
	struct matches matches;
	struct tuple tuple;
	__u32 end;	     /* first offset behind the packet: padding is not part of it */
	__u32 ip;	     /* offset of the IP header */
	__u32 l4;	     /* offset of the header behind the IP headers */
	__u32 fragment;	     /* FRAGMENT_MORE and so on */
	__u32 fragment_data; /* offset of what it carries */
	__u32 hop_limit;     /* IPv6 */
	__u32 tcp_flags;
};

/*
 * What a stage says: a reason, and what counts it besides (enum concern), in one register: a service by its index of
 * `service_stats`, or an essential. 0: no opinion.
 */
typedef __u32 opinion;

#define OPINION(why, concern, number) ((opinion)(why) | (opinion)(concern) << 8 | (opinion)(number) << 16)
#define OPINION_REASON(said)	      ((said)&0xff)
#define OPINION_CONCERN(said)	      ((said) >> 8 & 0x7f)
#define OPINION_NUMBER(said)	      ((said) >> 16)
#define OPINION_EXEMPT		      0x8000 /* bans and blocklists have no say */

static __always_inline _Bool packet_is_first_fragment(const struct packet *packet)
{
	return packet->fragment && !(packet->fragment & FRAGMENT_OFFSET);
}

static __always_inline _Bool packet_is_later_fragment(const struct packet *packet)
{
	return packet->fragment & FRAGMENT_OFFSET;
}

/* `size` bytes at `offset` of the frame, or NULL: a header that the first buffer does not hold is not reached. */
static __always_inline void *packet_at(packet_context *ctx, __u64 offset, __u32 size)
{
	const void *end = (void *)(long)ctx->data_end;
	void *at;

	/* Opaque, or clang drops the mask that older verifiers need to see right here. */
	if (!__builtin_constant_p(offset))
		asm volatile("" : "+r"(offset));
	at = (void *)(long)ctx->data + (offset & PACKET_OFFSET_MASK);
	/* cppcheck-suppress nullPointerArithmeticRedundantCheck */
	if (at + size > end)
		return NULL;
	if (!at) /* clang does not know that no packet begins there */
		__builtin_unreachable();
	return at;
}

static __always_inline _Bool opinion_passes(opinion said)
{
	return OPINION_REASON(said) < REASON_DROP;
}

/* Opaque, or clang gets ready to say it in front of the branch, on the way of every packet. */
static __always_inline opinion seldom(opinion said)
{
	asm volatile("" : "+r"(said));
	return said;
}

static __always_inline opinion service_opinion(enum reason why, const struct rules *rules, __u32 service)
{
	return OPINION(why, CONCERN_SERVICE, rules->counter[service & (SERVICES_MAX - 1)]);
}

static __always_inline opinion essential_opinion(enum reason why, enum essential essential)
{
	return OPINION(why, CONCERN_ESSENTIAL, essential) | OPINION_EXEMPT;
}

static __always_inline _Bool essential_on(const struct packet *packet, enum essential essential)
{
	return packet->rules->header.essentials >> essential & 1;
}

/* Passes an essential, or, where the rules switch it off inbound, leaves what its kind has otherwise. */
static __always_inline opinion essential_or(const struct packet *packet, enum essential essential,
					    enum reason otherwise)
{
	if (!PACKET_OUTBOUND && !essential_on(packet, essential))
		return otherwise;
	return essential_opinion(REASON_ESSENTIAL, essential);
}

/* Whether the frame goes on up to `end`, in later buffers if need be. */
static __always_inline _Bool packet_holds(struct packet *packet, __u32 end)
{
	if (likely(end <= packet->end))
		return 1;
	if (packet->end != packet->length) /* PPPoE has said where it ends */
		return 0;
	packet->length = packet->end = frame_whole_length(packet->ctx);
	return end <= packet->end;
}

/* fe80::/10 */
static __always_inline _Bool address_is_link_local(const struct address_v6 *address)
{
	return address->high >> 54 == 0x3fa;
}

static __always_inline _Bool address_equal(const struct address_v6 *a, const struct address_v6 *b)
{
	return !((a->high ^ b->high) | (a->low ^ b->low));
}

#endif
