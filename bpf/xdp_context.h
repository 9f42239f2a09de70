/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A frame as the XDP hook hands it over. */
#ifndef UCGATE_BPF_XDP_CONTEXT_H
#define UCGATE_BPF_XDP_CONTEXT_H

#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

#include "abi/event.h"

typedef struct xdp_md packet_context;

enum { PACKET_OUTBOUND = 0 }; /* its source is the peer */

/* Frames of several buffers: set by the loader where the kernel has them (5.18). */
const volatile _Bool frags_supported;

/* Ethernet with an MTU of 1,500 and two tags. */
enum { FRAME_ORDINARY = 1522 };

static __always_inline __u64 frame_first_length(packet_context *ctx)
{
	void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	/* Opaque, or clang subtracts the 32-bit halves of two pointers, which the verifier refuses. */
	asm volatile("" : "+r"(data), "+r"(end));
	return end - data;
}

/* Of all buffers. The call costs 6 ns, a third of what the rest of the program does. */
static __always_inline __u64 frame_whole_length(packet_context *ctx)
{
	return frags_supported ? bpf_xdp_get_buff_len(ctx) : frame_first_length(ctx);
}

/*
 * A frame with more behind its first buffer is a jumbo frame, or one whose headers the card put apart: then its IP
 * header says that there is more, see packet_holds().
 */
static __always_inline __u64 frame_length(packet_context *ctx)
{
	__u64 first = frame_first_length(ctx);

	return __builtin_expect(first <= FRAME_ORDINARY, 1) ? first : frame_whole_length(ctx);
}

/* The kernel gives no buffer of several without help: a byte at a time, as far as the first one goes. */
static __always_inline __u32 frame_copy_first(packet_context *ctx, __u8 *ret)
{
	__u32 i = 0;

	for (; i < EVENT_BYTES_OLD; i++) {
		__u8 *at = (__u8 *)(long)ctx->data + i;

		if (at + 1 > (__u8 *)(long)ctx->data_end)
			break;
		ret[i] = *at;
	}
	return i;
}

/* The start of a frame of so many bytes, up to EVENT_BYTES_MAX of it: how many were copied. */
static __always_inline __u32 frame_copy(packet_context *ctx, __u8 *ret, __u64 length)
{
	__u64 last = (length < EVENT_BYTES_MAX ? length : EVENT_BYTES_MAX) - 1;

	if (!frags_supported)
		return frame_copy_first(ctx, ret);
	/* Opaque, or clang drops the check; and older verifiers learn nothing from a size above 0. */
	asm volatile("" : "+r"(last));
	if (last >= EVENT_BYTES_MAX)
		return 0;
	return bpf_xdp_load_bytes(ctx, 0, ret, last + 1) ? 0 : last + 1;
}

static __always_inline __u64 frame_segments(packet_context *ctx)
{
	(void)ctx;
	return 1;
}

#endif
