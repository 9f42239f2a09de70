/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What of an interface gets in the way of a packet filter in XDP, said in words with the fix.
 */
#ifndef UCGATE_ATTACH_PREFLIGHT_H
#define UCGATE_ATTACH_PREFLIGHT_H

#include "attach/interface.h"
#include "attach/xdp.h"

/* Warns; refuses only what cannot work: returns 0, or -EBUSY for a program of somebody else, or -errno. */
int preflight(const struct interface *interface, enum xdp_choice choice);

/* Warns of frames that native mode cannot take. */
void preflight_mtu(const struct interface *interface, enum xdp_choice choice);

#endif
