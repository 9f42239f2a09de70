/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What a replay came to, as text. Renderers are pure: what they print depends on their arguments alone. Whether out took
 * it all is ferror(out)'s to say.
 */
#ifndef UCGATE_REPLAY_RENDER_H
#define UCGATE_REPLAY_RENDER_H

#include <stdbool.h>
#include <stdio.h>

#include "replay.h"
#include "tally.h"

/* --- a frame, on one line --- */

/* The object of every frame; packet: with its time and the packet in words. */
void frame_print_json(const struct replayed *replayed, bool packet, FILE *out);
void frame_print(const struct replayed *replayed, FILE *out);

/* Before and after, where two rule sets judged. */
void change_print_json(const struct replayed *replayed, FILE *out);
void change_print(const struct replayed *replayed, FILE *out);

/* --- all of them; the tally is sorted --- */

void summary_print_json(const struct tally *tally, FILE *out);
void changes_print_json(const struct tally *tally, FILE *out);

/* Tables. Return 0 or -ENOMEM. */
int summary_print(const struct tally *tally, bool color, FILE *out);
int changes_print(const struct tally *tally, bool color, FILE *out);

#endif
