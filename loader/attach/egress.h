/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The program for what leaves by the interface, on its tc egress hook: by a pinned bpf_link where the kernel has tcx
 * (6.6), else as a filter of the clsact qdisc, under a handle of its own. Others may be on the same hook: they are
 * left alone, and so is the qdisc when the filter goes, since nobody can tell who uses it.
 */
#ifndef UCGATE_ATTACH_EGRESS_H
#define UCGATE_ATTACH_EGRESS_H

#include "maps/pin.h"

#include "attach/interface.h"

/*
 * Loads it with the pinned maps and puts it on the interface, in one step in place of one of ours that is there. The maps that it
 * alone uses are pinned as well. Returns 0, or -errno after saying why.
 */
int egress_attach(const struct interface *interface, const struct pins *pins);

/* The same with the program that the pins hold, where they do: for an interface that has come back. */
int egress_attach_again(const struct interface *interface, const struct pins *pins);

/* By what it is on the interface: `tcx`, `clsact`; NULL: it is not. */
const char *egress_way(const struct pins *pins);

/* Takes it off; 0 as well when it is not there. */
int egress_detach(const struct pins *pins);

#endif
