/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The packet programs' objects (bpf/ingress.bpf.c, bpf/egress.bpf.c): first their maps alone, so that they can be
 * filled, then programs that share them. Functions return 0 or -errno.
 */
#ifndef UCGATE_ATTACH_OBJECT_H
#define UCGATE_ATTACH_OBJECT_H

#include <stdbool.h>
#include <stdint.h>

#include "maps/pin.h"

/* The skeletons: bpf/ingress.skel.h, bpf/egress.skel.h. */
struct ingress_bpf;
struct egress_bpf;

#define EGRESS_PROGRAM_NAME "ucgate_egress"

/* Makes the maps, empty, without a program. flows: entries of each flow table. */
int object_make_maps(uint32_t flows, struct ingress_bpf **ret);

/* Pins each map that the loader or a reader wants, under its name. */
int object_pin_maps(const struct ingress_bpf *maps, const struct pins *pins);

/* Opens a second instance, not yet loaded, whose program will use the pinned maps. */
int object_open(const struct pins *pins, bool frags, struct ingress_bpf **ret);

/* Sets what the program has to know of this kernel, before it is loaded. */
int object_tune(struct ingress_bpf *object, bool frags);

/* Loads it; what the verifier has against it is logged. */
int object_load(struct ingress_bpf *object);

void object_free(struct ingress_bpf **object);

/* Opens and loads the egress program with the pinned maps, and pins those that it alone has. Failures are logged. */
int egress_object_load(const struct pins *pins, struct egress_bpf **ret);

void egress_object_free(struct egress_bpf **object);

/* Whether the kernel runs XDP programs on frames of several buffers (5.18). Found out by trying. */
bool frags_available(void);

#endif
