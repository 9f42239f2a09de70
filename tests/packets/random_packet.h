/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Frames by chance: descriptions in the packet language, most of them sound, and changes to the bytes of a frame.
 */
#ifndef UCGATE_TESTS_PACKETS_RANDOM_PACKET_H
#define UCGATE_TESTS_PACKETS_RANDOM_PACKET_H

#include "rules/model.h"
#include "tests/packets/dice.h"
#include "tools/packet/language.h"

/* *ret to packet_free(). 0 or -ENOMEM. */
int packet_random(struct dice *dice, const struct ruleset *rules, struct packet *ret);

/* Changes a frame in place; `other` lends its tail to a splice. Room for `size` bytes. */
void frame_mutate(struct dice *dice, struct frame *frame, size_t size, const struct frame *other);

#endif
