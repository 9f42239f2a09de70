/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * For sparse only: the byte order functions with the types they have in the kernel. The system's headers take and
 * return plain integers, so that sparse could not follow a value through them.
 */
#ifndef UCGATE_STYLE_ENDIAN_H
#define UCGATE_STYLE_ENDIAN_H

#include <arpa/inet.h>

#include <linux/types.h>

#include <bpf/bpf_endian.h>

/* `x | 0` of the big-endian type: an error for a plain integer, and a constant expression for a constant. */
#define FROM_BE(type, x) ((__attribute__((force)) __u##type)((x) | (__attribute__((force)) __be##type)0))
#define TO_BE(type, x)	 ((__attribute__((force)) __be##type)(__u##type)(x))

#undef ntohs
#undef ntohl
#undef htons
#undef htonl
#undef bpf_ntohs
#undef bpf_ntohl
#undef bpf_htons
#undef bpf_htonl
#define ntohs(x)     FROM_BE(16, x)
#define ntohl(x)     FROM_BE(32, x)
#define htons(x)     TO_BE(16, x)
#define htonl(x)     TO_BE(32, x)
#define bpf_ntohs(x) FROM_BE(16, x)
#define bpf_ntohl(x) FROM_BE(32, x)
#define bpf_htons(x) TO_BE(16, x)
#define bpf_htonl(x) TO_BE(32, x)

#undef bpf_be64_to_cpu
#undef bpf_cpu_to_be64
#define bpf_be64_to_cpu(x) FROM_BE(64, x)
#define bpf_cpu_to_be64(x) TO_BE(64, x)

#endif
