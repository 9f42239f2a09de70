/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The packet program on an interface: alone, held by a bpf_link that is pinned beside the maps, or one of several
 * behind libxdp's dispatcher. Programs of others are named and left alone.
 */
#ifndef UCGATE_ATTACH_XDP_H
#define UCGATE_ATTACH_XDP_H

#include <stdbool.h>
#include <stdint.h>

#include "abi/instance.h"

#include "maps/pin.h"

#include "attach/interface.h"

enum xdp_choice { XDP_CHOICE_AUTO, XDP_CHOICE_NATIVE, XDP_CHOICE_GENERIC };

/* The words of `--xdp` in the order of enum xdp_choice; NULL ends them. */
extern const char *const xdp_choice_names[];

/* `native`, `generic`: by enum instance_mode. */
const char *instance_mode_name(unsigned int mode);

/* What is on the interface. */
struct xdp_occupant {
	uint32_t prog_id; /* 0: nothing */
	char name[16];	  /* as the kernel has it; empty: not told */
	bool dispatcher;  /* of libxdp: others may join */
	enum instance_mode mode;
};

int xdp_occupant_find(uint32_t ifindex, struct xdp_occupant *ret);

/*
 * Puts the program on the interface, last of all: the maps are filled and pinned. Writes map `instance` before, and
 * says aloud which way was taken. Returns 0 with *ret as written, or -errno after saying why.
 */
int xdp_attach(const struct interface *interface, const struct pins *pins, enum xdp_choice choice,
	       struct instance *ret);

/* Writes map `instance`. */
int instance_note(const struct pins *pins, const struct instance *instance);

/* The id of a loaded program. */
int program_id(int program, uint32_t *ret);

/*
 * The same with the program that the pins hold, as it is loaded already: for an interface that has come back. Where that
 * does not go, as xdp_attach().
 */
int xdp_attach_again(const struct interface *interface, const struct pins *pins, enum xdp_choice choice,
		     struct instance *ret);

/* Takes it off again, then the egress program, and the pins away; works without knowing the layout of what is pinned. */
int xdp_detach(const struct pins *pins);

#endif
