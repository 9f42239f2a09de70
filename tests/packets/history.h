/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What has happened since state was empty, so that a difference can be played again and made small.
 */
#ifndef UCGATE_TESTS_PACKETS_HISTORY_H
#define UCGATE_TESTS_PACKETS_HISTORY_H

#include "tests/packets/model.h"
#include "tests/packets/program.h"

/* A frame, or other rules. */
struct event {
	struct sight sight;
	uint8_t *bytes;	       /* of the frame; owned */
	struct ruleset *rules; /* owned; NULL: a frame */
	bool left_out;
};

/* Zero it and set names to start. */
struct history {
	struct names *names;
	struct event *events;
	size_t count;
};

int history_frame(struct history *history, const struct sight *sight);

/* Takes the rules over, and lends them back in *ret. */
int history_rules(struct history *history, const struct ruleset *rules, uint64_t now_ns,
		  const struct ruleset **ret);

/*
 * Says on stderr what it takes for the last frame to be judged differently by program and model: all else is left out
 * as long as they still disagree. Leaves the program's state and clock anywhere.
 */
void history_explain(struct history *history, struct program *program);

void history_clear(struct history *history);

#endif
