/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* The packets that every program is measured with: what a UCaaS box receives, and what it refuses. */
#ifndef UCGATE_TESTS_BENCH_FRAME_H
#define UCGATE_TESTS_BENCH_FRAME_H

#include <stddef.h>
#include <stdint.h>

enum {
	FRAME_KINDS = 7,
	FRAME_SERVICE_KINDS = 6, /* the first so many are for services to judge */
	FRAME_SIZE_MAX = 1514,
};

struct frame {
	const char *name;
	uint8_t data[FRAME_SIZE_MAX];
	uint32_t length;
};

/* Builds number 0 to FRAME_KINDS - 1. IPv4 sources are in 203.0.113.0/24, IPv6 ones in 2001:db8:203::/48. */
void frame_build(size_t number, struct frame *ret);

/* Another IPv4 sender; another IPv6 network, by its first 16 bits; other ports over IPv6. */
void frame_source_set(struct frame *frame, uint32_t source);
void frame_v6_source_set(struct frame *frame, uint16_t first);
void frame_v6_ports_set(struct frame *frame, uint16_t from, uint16_t to);

/* The answer to it: addresses and ports change places. */
void frame_turn(struct frame *frame);

#endif
