/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Where the kernel objects of an attached interface are pinned: one directory of bpffs an interface,
 * PIN_ROOT/<inode of its network namespace>-<ifindex>, one file a map under the map's name, and `link`. The
 * directory's name is no interface of ucgate: map `instance` says whose it is. Functions return 0 or -errno.
 */
#ifndef UCGATE_MAPS_PIN_H
#define UCGATE_MAPS_PIN_H

#include <stddef.h>
#include <stdint.h>

#include "abi/instance.h"

#define PIN_FS	 "/sys/fs/bpf"
#define PIN_ROOT PIN_FS "/ucgate"

enum { PIN_PATH_SIZE = 128 };

/* The pins of one interface. */
struct pins {
	char path[PIN_PATH_SIZE]; /* of the directory */
	uint64_t netns;
	uint32_t ifindex;
};

/* Fills *ret for an interface of the caller's network namespace, whether it has pins or not. */
int pins_of(uint32_t ifindex, struct pins *ret);

/* All that are pinned for the caller's network namespace, by ifindex; *ret to free(). No PIN_ROOT: none, 0. */
int pins_list(struct pins **ret, size_t *ret_count);

/* Opens a pinned map for reading only (needs no more than read permission on the pin). A descriptor, or -errno. */
int pin_open_readonly(const struct pins *pins, const char *map);

/* Opens a pinned map for reading and writing. A descriptor, or -errno. */
int pin_open(const struct pins *pins, const char *map);

/* Reads map `instance`. -ENOENT: nothing is pinned; -EPROTO: of a layout that this build does not know. */
int pins_instance(const struct pins *pins, struct instance *ret);

#endif
