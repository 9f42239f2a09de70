/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The kinds of frames in a capture, and how each becomes the Ethernet frame that the packet programs judge.
 */
#ifndef UCGATE_CAPTURE_LINK_H
#define UCGATE_CAPTURE_LINK_H

#include <stddef.h>
#include <stdint.h>

/* The numbers of capture files. */
enum link_type {
	LINK_ETHERNET = 1,
	LINK_RAW = 101,	   /* an IP packet, of the version that its first four bits say */
	LINK_COOKED = 113, /* "Linux cooked": of several interfaces, or of one without a link layer */
	LINK_IPV4 = 228,
	LINK_IPV6 = 229,
	LINK_COOKED2 = 276,
};

#endif
