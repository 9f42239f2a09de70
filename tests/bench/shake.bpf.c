// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Another packet every time: BPF_PROG_TEST_RUN repeats one, which keeps everything warm. This changes a number of the
 * packet and goes on to the program that is measured; its own cost is that of going on to parse.bpf.c.
 */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/ip.h>
#include <linux/udp.h>

#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 1);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, sizeof(__u32));
} target SEC(".maps");

/* What changes: the source, or the destination port within 0x8000 that begin here. */
const volatile _Bool shake_source;
const volatile __u16 shake_port = 0x5000;

__u64 seed = 1;

SEC("xdp")

int shake(struct xdp_md *ctx)
{
	const void *end = (void *)(long)ctx->data_end;
	struct iphdr *ip = (void *)(long)ctx->data + sizeof(struct ethhdr);
	struct udphdr *udp = (void *)(ip + 1);
	__u32 random;

	if ((const void *)(udp + 1) > end)
		return XDP_ABORTED;
	seed = seed * 6364136223846793005ull + 1442695040888963407ull;
	random = seed >> 32;
	if (shake_source) /* 16.0.0.0 to 79.255.255.255 */
		ip->saddr = bpf_htonl((random & 0x3fffffff) + 0x10000000);
	else
		udp->dest = bpf_htons(shake_port + (random & 0x7fff));
	bpf_tail_call(ctx, &target, 0);
	return XDP_ABORTED;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
