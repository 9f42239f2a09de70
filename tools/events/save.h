/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Packets into a capture file, with the verdict as comment: frames as they were on the wire, the interface, the
 * direction.
 */
#ifndef UCGATE_EVENTS_SAVE_H
#define UCGATE_EVENTS_SAVE_H

#include "tools/listen/sighting.h"

struct save;

/* Replaces the file; `-`: standard output. Returns 0, or -errno, logged. */
int save_open(const char *path, struct save **ret);

/* Written through at once, so that the file can be read while it grows. 0 or -errno. */
int save_packet(struct save *save, const struct sighting *sighting);

/* Ends the file; *save is gone in any case. 0 or -errno. */
int save_end(struct save *save);

static inline void cleanup_save(struct save **save)
{
	if (*save)
		(void)save_end(*save);
}

#endif
