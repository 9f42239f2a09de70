/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* A frame as the XDP hook hands it over. */
#ifndef UCGATE_BPF_XDP_CONTEXT_H
#define UCGATE_BPF_XDP_CONTEXT_H

#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

typedef struct xdp_md packet_context;

/* Frames of several buffers: set by the loader where the kernel has them (5.18). */
const volatile _Bool frags_supported;

static __always_inline __u64 frame_length(packet_context *ctx)
{
	void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	if (frags_supported)
		return bpf_xdp_get_buff_len(ctx);
	/* Opaque, or clang subtracts the 32-bit halves of two pointers, which the verifier refuses. */
	asm volatile("" : "+r"(data), "+r"(end));
	return end - data;
}

#endif
