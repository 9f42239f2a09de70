/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A packet as the tc hook hands it over: perhaps a super-packet of many segments (GSO), and perhaps without its VLAN
 * tag, which the network card will insert.
 */
#ifndef UCGATE_BPF_TC_CONTEXT_H
#define UCGATE_BPF_TC_CONTEXT_H

#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

typedef struct __sk_buff packet_context;

static __always_inline __u64 frame_length(packet_context *ctx)
{
	return ctx->len;
}

static __always_inline __u64 frame_whole_length(packet_context *ctx)
{
	return ctx->len;
}

/* A super-packet leaves as so many packets. */
static __always_inline __u64 frame_segments(packet_context *ctx)
{
	return ctx->gso_segs ?: 1;
}

#endif
