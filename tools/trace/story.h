/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What is told to ucgate-trace: packets one after the other, and how time goes by between them. Lines, or parts of one
 * between semicolons, each
 *
 *	[at TIME | +TIME] [N x] [PACKET]
 *
 * PACKET is the language of tools/packet; at TIME counts from the start, +TIME from the part before. TIME is `20s`, `5m`,
 * `1.5h`, `100ms`; # begins a comment.
 */
#ifndef UCGATE_TRACE_STORY_H
#define UCGATE_TRACE_STORY_H

#include <stdint.h>

#include "tools/packet/language.h"

enum { STORY_TIMES_MAX = 1000000 };

/* One part. */
struct scene {
	uint64_t at_ns;	      /* since the start */
	unsigned times;	      /* 0: only time goes by */
	struct packet packet; /* when times is above 0 */
};

/*
 * Reads one part of a line: from *at on, which moves behind it (NULL: it was the last one). now_ns: when the part before
 * was. Returns 0 and *ret to packet_free(&ret->packet), -EINVAL and *ret_error with its column in the line, or -ENOMEM.
 */
int scene_read(const char *line, const char **at, uint64_t now_ns, struct scene *ret,
	       struct packet_error *ret_error);

#endif
