/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * One attached interface. The only element of map `instance`, written by attach before the program sees a packet.
 */
#ifndef UCGATE_ABI_INSTANCE_H
#define UCGATE_ABI_INSTANCE_H

#include <linux/types.h>

/* changes with the set, the types or the sizes of the pinned maps, RULES_LAYOUT among them */
enum { INSTANCE_LAYOUT = 3 };

enum { INSTANCE_BUILD_SIZE = 8 };

enum instance_mode { INSTANCE_NATIVE, INSTANCE_GENERIC };

/* Who holds the program on the interface. */
enum attach_kind {
	ATTACH_LINK,	   /* alone, by a bpf_link that is pinned beside the maps */
	ATTACH_DISPATCHER, /* among others, by libxdp's dispatcher */
};

struct instance {
	__u32 layout; /* INSTANCE_LAYOUT */
	__u32 ifindex;
	__u64 netns; /* inode of the network namespace */
	__u8 mode;   /* enum instance_mode */
	__u8 kind;   /* enum attach_kind */
	__u8 frags;  /* 1: the program takes frames of several buffers */
	__u8 reserved;
	__u32 prog_id;
	__u32 next_prog_id; /* while another build takes over: one of both is attached; else 0 */
	__u32 reserved2;
	__u64 attached_at_ns; /* CLOCK_REALTIME */
	char name[16];	      /* of the interface when it was attached, NUL-terminated */
	char version[16];     /* of the loader, NUL-terminated */
	/* of the programs, by which another build knows that they are not its own; 0: not wholly exchanged yet */
	__u8 build[INSTANCE_BUILD_SIZE];
};

_Static_assert(sizeof(struct instance) == 80, "layout");

#endif
