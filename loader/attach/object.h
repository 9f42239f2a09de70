/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The packet program's object (bpf/ingress.bpf.c): first its maps alone, so that they can be filled, then programs
 * that share them. Functions return 0 or -errno.
 */
#ifndef UCGATE_ATTACH_OBJECT_H
#define UCGATE_ATTACH_OBJECT_H

#include <stdbool.h>

#include "maps/pin.h"

struct ingress_bpf; /* the skeleton: bpf/ingress.skel.h */

/* Makes the maps, empty, without a program. */
int object_make_maps(struct ingress_bpf **ret);

/* Pins each map that the loader or a reader wants, under its name. */
int object_pin_maps(const struct ingress_bpf *maps, const struct pins *pins);

/* Opens a second instance, not yet loaded, whose program will use the maps of the first. */
int object_open(const struct ingress_bpf *maps, bool frags, struct ingress_bpf **ret);

/* Loads it; what the verifier has against it is logged. */
int object_load(struct ingress_bpf *object);

void object_free(struct ingress_bpf **object);

/* Whether the kernel runs XDP programs on frames of several buffers (5.18). Found out by trying. */
bool frags_available(void);

#endif
