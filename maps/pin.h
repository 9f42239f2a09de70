/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Where the kernel objects of an attached interface are pinned: one directory of bpffs an interface,
 * PIN_ROOT/<inode of its network namespace>-<ifindex>, one file a map under the map's name, `rules_live` (the inner
 * map in force; `rules_next` while a commit is under way), `link` and `egress_link`. Inodes and ifindexes are used again, so a
 * directory may outlive its interface: instance_attached() in maps/instance.h tells. Functions return 0 or -errno.
 */
#ifndef UCGATE_MAPS_PIN_H
#define UCGATE_MAPS_PIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "abi/instance.h"

#define PIN_FS	 "/sys/fs/bpf"
#define PIN_ROOT PIN_FS "/ucgate"

/* The links that hold the programs, pinned beside the maps. */
#define PIN_LINK	"link"
#define PIN_EGRESS_LINK "egress_link"

/* The programs themselves, to be put on the interface when it has come back. */
#define PIN_PROGRAM	   "program"
#define PIN_EGRESS_PROGRAM "egress_program"

enum { PIN_PATH_SIZE = 128 };

/* The pins of one interface. */
struct pins {
	char path[PIN_PATH_SIZE]; /* of the directory */
	uint64_t netns;
	uint32_t ifindex;
};

/* Fills *ret for an interface of the caller's network namespace, whether it has pins or not. */
int pins_of(uint32_t ifindex, struct pins *ret);

/*
 * All that are pinned, for every network namespace (where one has ended, its inode may name another one now), in no
 * order; *ret to free(). No PIN_ROOT: none, 0. pins_here() in maps/instance.h tells those of the caller's.
 */
int pins_list(struct pins **ret, size_t *ret_count);

/* Opens a pinned map for reading only (needs no more than read permission on the pin). A descriptor, or -errno. */
int pin_open_readonly(const struct pins *pins, const char *map);

/* Opens a pinned map for reading and writing. A descriptor, or -errno. */
int pin_open(const struct pins *pins, const char *map);

/*
 * Opens any pinned object, and asks the kernel about it: *ret_info, all zero before, is the bpf_map_info or
 * bpf_link_info of that size. flags: BPF_F_RDONLY, or 0 (a link cannot be opened otherwise). A descriptor, or -errno.
 */
int pin_open_info(const struct pins *pins, const char *name, uint32_t flags, void *ret_info, uint32_t size);

/* Reads map `instance`. -ENOENT: nothing is pinned; -EPROTO: of a layout that this build does not know. */
int pins_instance(const struct pins *pins, struct instance *ret);

/*
 * The ifindex of the interface that a pinned link (PIN_LINK, PIN_EGRESS_LINK) holds a program on; 0: that interface is
 * gone. -ENOENT: no such link is pinned.
 */
int pins_link_ifindex(const struct pins *pins, const char *link, uint32_t *ret);

/* --- for the loader, which alone changes pins; all of it under the lock --- */

/*
 * Takes the lock under which pins change: flock on PIN_ROOT, which is made when missing. Closing *ret_fd releases it.
 * timeout_ms negative: waits for as long as it takes. -ENODEV: no bpffs on PIN_FS; -ETIMEDOUT.
 */
int pins_lock(int timeout_ms, int *ret_fd);

/*
 * Marks an interface's pins as wanted, by a lock on their directory until *ret_fd is closed: nobody clears them away as
 * left over when the interface goes. -EBUSY: another process has marked them.
 */
int pins_hold(const struct pins *pins, int *ret_fd);

/* Whether anybody has marked them. */
bool pins_held(const struct pins *pins);

/* Whether a descriptor of pins_hold() is of these very pins. */
bool pins_held_by(const struct pins *pins, int fd);

/* Makes the directory. -EEXIST: it is there. */
int pins_make(const struct pins *pins);

/* Pins a map or a link, for its group to read; an older pin of that name is replaced in one step. */
int pin_put(const struct pins *pins, const char *name, int fd);

/* Gives a pin the owner, group and mode of another. -ENOENT: there is no other. */
int pin_permit_as(const struct pins *pins, const char *name, const char *other);

/* Renames a pin, over another in one step. */
int pin_rename(const struct pins *pins, const char *from, const char *to);

int pin_remove(const struct pins *pins, const char *name);

/*
 * Takes the program of a pinned link off its interface, and the pin away. At once: a link that only loses its pin is
 * let go of some time later. -ENOENT: no such link is pinned.
 */
int pin_remove_link(const struct pins *pins, const char *link);

/* Makes them those of another interface, which has none: the directory gets another name. */
int pins_rename(const struct pins *from, const struct pins *to);

/* Removes all pins and the directory: `link` first, so what is left of a broken removal filters nothing. */
int pins_remove(const struct pins *pins);

#endif
