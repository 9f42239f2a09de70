/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Map `instance` from user space: one attached interface.
 */
#ifndef UCGATE_MAPS_INSTANCE_H
#define UCGATE_MAPS_INSTANCE_H

#include <stdbool.h>
#include <stdint.h>

#include "abi/instance.h"

#include "maps/pin.h"

struct xdp_program; /* of libxdp */

#define PROGRAM_NAME "ucgate_ingress"

/* fd: of map `instance`. Returns 0 or -errno. */
int instance_write(int fd, const struct instance *instance);

/*
 * Whether the program is on the interface, as far as the caller may see: no pins outlive it that way. Needs no
 * privilege for a program of its own; without CAP_SYS_ADMIN, what a dispatcher holds is taken to be ours.
 */
bool instance_attached(const struct instance *instance);

/*
 * The pins of the caller's network namespace, by ifindex; *ret to free(). Those of an interface that was moved here with
 * its filter on are among them, under their old path and the new ifindex, for who may open links. Returns 0 or -errno.
 */
int pins_here(struct pins **ret, size_t *ret_count);

/*
 * Whether a program of a dispatcher is ours. prog_id 0: the loader was stopped before it could note the id, which the
 * dispatcher's kind of attaching tells last; then the name decides.
 */
bool dispatcher_slot_ours(const struct xdp_program *program, uint32_t prog_id);

#endif
