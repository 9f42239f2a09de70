/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A story, packet by packet: judged, explained, printed.
 */
#ifndef UCGATE_TRACE_PLAY_H
#define UCGATE_TRACE_PLAY_H

#include "report.h"
#include "story.h"

struct play {
	const struct law *law;
	uint64_t start_ns; /* of the replica's clock */
	uint64_t now_ns;   /* since then */
	unsigned long packets;
	bool json, color, numbered;
};

/* Reads a line as line_play() would, and plays nothing. */
int line_check(struct play *play, const char *line);

/* Plays a line. Errors are said. Returns 0, -EINVAL: no such words; or another -errno. */
int line_play(struct play *play, const char *line);

#endif
