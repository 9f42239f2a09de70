/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What tools/packet says of a frame means a frame that the contract judges alike, as far as its headers go (steps 1 to 4).
 */
#ifndef UCGATE_TESTS_PACKETS_RETOLD_H
#define UCGATE_TESTS_PACKETS_RETOLD_H

#include "tests/packets/model.h"

/*
 * False, and said on stderr, when it does not. Words that say where a frame is cut, or what it quotes, do not mean all of
 * it.
 */
bool frame_retold(const struct sight *sight, const struct ruleset *rules);

#endif
