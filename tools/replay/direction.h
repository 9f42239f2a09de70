/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Which frames of a capture the box has sent: those whose IP source is one of its own.
 */
#ifndef UCGATE_REPLAY_DIRECTION_H
#define UCGATE_REPLAY_DIRECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/options.h"
#include "rules/model.h"

/* What --local says; owned. Returns 0, -ENOMEM, or -EINVAL after saying which of them is wrong (log_error()). */
int locals_parse(const struct option_list *words, struct prefix_list *ret);
void locals_free(struct prefix_list *locals);

/*
 * Whether the source in the 20 or 40 bytes of an IP header of the right version, behind at most two tags and a sound
 * PPPoE header, is one of the local ones. Everything else comes in.
 */
bool frame_outbound(const struct prefix_list *locals, const uint8_t *frame, size_t length);

#endif
