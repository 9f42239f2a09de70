/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What a packet's comment says of its verdict: `ucgate: drop peer (sip): a service lists the port, not this address`.
 */
#ifndef UCGATE_CAPTURE_COMMENT_H
#define UCGATE_CAPTURE_COMMENT_H

#include <stdbool.h>

#include "abi/reason.h"

enum { COMMENT_SIZE = 192 };

/* pass with a reason that drops: `would drop`, as in `mode: monitor`. service NULL or empty: none is concerned. */
void comment_format(bool pass, enum reason reason, const char *service, char ret[COMMENT_SIZE]);

#endif
