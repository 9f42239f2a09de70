/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * BPF_PROG_TEST_RUN does not run every frame: none of less than 14 bytes, outbound none that ends before the IP header
 * that its ethertype promises, and none that does not fit what the kernel sets aside (most of a page, or 64 KiB where
 * it has frames of several buffers, inbound). For those there are others, of which the program says the same:
 *
 *	too short	a frame that ends inside a VLAN tag: malformed as well
 *	too long	the same with less payload, and lengths that say so: verdicts depend on whether lengths agree,
 *			never on how much they are
 */
#ifndef UCGATE_REPLICA_STAND_IN_H
#define UCGATE_REPLICA_STAND_IN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	FRAME_LEAST = 14,
	FRAME_PAGE = 3400,  /* room in a page for a frame, with what the kernel needs around it */
	FRAME_MOST = 65550, /* of several buffers */
	STAND_IN_SIZE = FRAME_MOST,
};

/* Whether the kernel runs a frame itself. most: FRAME_PAGE or FRAME_MOST. */
bool frame_runs(const uint8_t *frame, size_t length, bool outbound, size_t most);

/*
 * Writes a stand-in for a frame that does not run into `into`, and its length. -EMSGSIZE: there is none, the headers alone
 * are too long.
 */
int stand_in_make(const uint8_t *frame, size_t length, size_t most, uint8_t into[STAND_IN_SIZE],
		  size_t *ret_length);

#endif
