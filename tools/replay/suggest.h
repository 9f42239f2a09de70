/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * --suggest: rules that seem to be missing, by what the filter does with the frames of a capture.
 */
#ifndef UCGATE_REPLAY_SUGGEST_H
#define UCGATE_REPLAY_SUGGEST_H

#include <stdbool.h>
#include <stdio.h>

#include "replay.h"
#include "tools/advice/talks.h"

void suggest_frame(struct talks *talks, const struct replayed *replayed);

/* replica: the one that judged; json: one document instead of a part of a rule file. 0 or -errno. */
int suggest_end(const struct talks *talks, const struct replay *replay, bool json, FILE *out);

#endif
