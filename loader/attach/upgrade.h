/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * This build's programs in the place of another's, on the same maps: flows, bans and counters go on, and there is no
 * instant without one of the two. Only between builds of the same INSTANCE_LAYOUT; pins_instance() refuses others.
 */
#ifndef UCGATE_ATTACH_UPGRADE_H
#define UCGATE_ATTACH_UPGRADE_H

#include <stdbool.h>

#include "abi/instance.h"

#include "maps/pin.h"

#include "attach/interface.h"

/* Whether the programs on an interface are of another build, or were left half exchanged. */
bool upgrade_due(const struct instance *instance);

/*
 * Exchanges both, first the one for outbound packets. Killed at any instant, one build or the other judges each
 * direction, and upgrade_due() says so. Returns 0 with *instance as written, or -errno after saying why: the programs
 * that were there go on.
 */
int upgrade(const struct interface *interface, const struct pins *pins, struct instance *instance);

#endif
