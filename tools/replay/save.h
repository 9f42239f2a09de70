/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Frames into a file as they were captured, the verdict as their comment.
 */
#ifndef UCGATE_REPLAY_SAVE_H
#define UCGATE_REPLAY_SAVE_H

#include "replay.h"
#include "tools/capture/pcapng.h"

/* Frames of this kind. 0 or -errno. */
int save_open(const char *path, const struct link *link, struct pcapng **ret);

int save_frame(struct pcapng *file, const struct replayed *replayed);

/* A frame that two sets of rules judge differently: the comment says both. */
int save_change(struct pcapng *file, const struct replayed *replayed);

#endif
