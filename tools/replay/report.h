/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Where the frames of a replay go to as they come: lines on standard output, a file, the tally of them all.
 */
#ifndef UCGATE_REPLAY_REPORT_H
#define UCGATE_REPLAY_REPORT_H

#include <stdbool.h>

#include "replay.h"
#include "tally.h"
#include "tools/advice/talks.h"
#include "tools/capture/pcapng.h"

struct report {
	bool json;
	bool drops;   /* list dropped frames, instead of all or of a table */
	bool changes; /* two sets of rules judge: list the frames whose verdict changes */
	bool color;
	struct talks *talks; /* who talked, for advice instead of the table; NULL: none is asked for; owned */
	struct pcapng *file; /* NULL: none; owned */
	struct tally tally;
	uint64_t changed; /* frames whose verdict the other rules change */
};

/* Whether frames are listed as they come. */
static inline bool report_lists(const struct report *report)
{
	return !report->talks && (report->json || report->drops || report->changes);
}

/* 0, -ENOMEM, or -errno of the file. */
int report_frame(struct report *report, const struct replayed *replayed);

/* What it all came to: the replay has ended. 0 or -errno. */
int report_end(struct report *report, const struct replay *replay);

void report_free(struct report *report);

#endif
