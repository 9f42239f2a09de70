/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* Which programs this loader brings: another build knows by it that those on an interface are not its own. */
#ifndef UCGATE_ATTACH_BUILD_H
#define UCGATE_ATTACH_BUILD_H

#include <stdint.h>

#include "abi/instance.h"

/* The start of the SHA-256 of the version and both objects. Never all zero, but for a chance of 2^-64. */
void build_id(uint8_t ret[INSTANCE_BUILD_SIZE]);

#endif
