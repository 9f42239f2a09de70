/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * nftables and ipset beside ucgate, on the way of real packets: frames that an XDP program lets pass go on into the
 * kernel (BPF_F_TEST_XDP_LIVE_FRAMES, Linux 5.18), in a network namespace of this process alone.
 */
#ifndef UCGATE_TESTS_BENCH_NEIGHBOURS_H
#define UCGATE_TESTS_BENCH_NEIGHBOURS_H

/* Measures and prints; says so when a program is missing. Moves to a network namespace of its own: call it last. */
void neighbours_print(void);

#endif
