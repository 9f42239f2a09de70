/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * libxdp's dispatcher: several XDP programs on one interface, each a BPF_PROG_TYPE_EXT in a slot of its own.
 */
#ifndef UCGATE_ATTACH_DISPATCHER_H
#define UCGATE_ATTACH_DISPATCHER_H

#include <stdbool.h>
#include <stdint.h>

#include "abi/instance.h"

struct ingress_bpf;

/*
 * Whether the kernel takes the dispatcher and a program for one of its slots. Found out by loading both, as
 * libxdp would else attach without a dispatcher and not tell. Returns 0, or the -errno of what failed.
 */
int dispatcher_probe(void);

/* Attaches an object of object_open() that is not loaded; *ret_id is the program's id. */
int dispatcher_attach(struct ingress_bpf *object, uint32_t ifindex, enum instance_mode mode, bool frags,
		      uint32_t *ret_id);

/* The same with a program that a dispatcher had before, by its descriptor: it needs no loading. */
int dispatcher_attach_again(int fd, uint32_t ifindex, enum instance_mode mode, uint32_t *ret_id);

/* Takes the program with the id out of the interface's dispatcher, the last one with the dispatcher. 0: by its name. */
int dispatcher_detach(uint32_t ifindex, uint32_t prog_id);

/* Takes all of ours out of it but one: what an exchange of programs replaced. */
int dispatcher_detach_others(uint32_t ifindex, uint32_t prog_id);

#endif
