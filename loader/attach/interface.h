/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A network interface of the caller's network namespace, and what of it can get in the way of XDP.
 */
#ifndef UCGATE_ATTACH_INTERFACE_H
#define UCGATE_ATTACH_INTERFACE_H

#include <stdbool.h>
#include <stdint.h>

struct interface {
	char name[16];
	uint32_t ifindex;
	uint32_t mtu;
	bool up;
	bool lro;    /* large receive offload: frames are joined before XDP sees them */
	bool rxvlan; /* VLAN tags are taken off before XDP sees the frame */
};

/* Returns 0, -ENODEV when there is no such interface, or -errno. */
int interface_find(const char *name, struct interface *ret);

#endif
