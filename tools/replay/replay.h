/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The frames of a capture, one after the other through one or two replicas, by the capture's clock.
 */
#ifndef UCGATE_REPLAY_REPLAY_H
#define UCGATE_REPLAY_REPLAY_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/model.h"
#include "tally.h"
#include "tools/capture/capture.h"
#include "tools/replica/replica.h"

/* None of it is owned. */
struct replay {
	struct capture *capture;
	struct replica *replica;
	struct replica *other; /* judges the same frames by other rules; NULL: nobody does */
	const struct prefix_list *locals;
	uint64_t frames;     /* read so far */
	uint64_t start_ns;   /* the replicas' clock at the first frame; 0: there was none */
	uint64_t first_ns;   /* the capture's clock there */
	uint64_t elapsed_ns; /* since then, of the latest frame: time never runs backward */
};

/* A frame and what became of it. */
struct replayed {
	struct capture_frame frame;
	double seconds; /* since the first frame, as the capture has it */
	bool outbound;
	struct finding finding;
	struct finding other; /* all zero when nobody else judges */
};

/*
 * 1: a frame; 0: the capture is at its end; -EBADMSG: it cannot be read further, see capture_words(); or -errno of the
 * replica.
 */
int replay_next(struct replay *replay, struct replayed *ret);

/* The two rule sets give it different verdicts. */
static inline bool replayed_changes(const struct replayed *replayed)
{
	return replayed->finding.pass != replayed->other.pass;
}

#endif
