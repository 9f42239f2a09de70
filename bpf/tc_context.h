/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A packet as the tc hook hands it over: perhaps a super-packet of many segments (GSO), and perhaps without its VLAN
 * tag, which the network card will insert.
 */
#ifndef UCGATE_BPF_TC_CONTEXT_H
#define UCGATE_BPF_TC_CONTEXT_H

#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

#include "abi/event.h"

typedef struct __sk_buff packet_context;

enum { PACKET_OUTBOUND = 1 }; /* its source is local */

static __always_inline __u64 frame_length(packet_context *ctx)
{
	return ctx->len;
}

static __always_inline __u64 frame_whole_length(packet_context *ctx)
{
	return ctx->len;
}

/* The start of a frame of so many bytes, up to EVENT_BYTES_MAX of it: how many were copied. */
static __always_inline __u32 frame_copy(packet_context *ctx, __u8 *ret, __u64 length)
{
	__u64 last = (length < EVENT_BYTES_MAX ? length : EVENT_BYTES_MAX) - 1;

	/* Opaque, or clang drops the check; and older verifiers learn nothing from a size above 0. */
	asm volatile("" : "+r"(last));
	if (last >= EVENT_BYTES_MAX)
		return 0;
	return bpf_skb_load_bytes(ctx, 0, ret, last + 1) ? 0 : last + 1;
}

/* A super-packet leaves as so many packets. */
static __always_inline __u64 frame_segments(packet_context *ctx)
{
	return ctx->gso_segs ?: 1;
}

#endif
