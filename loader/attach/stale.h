/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Pins that filter nothing any more: their interface is gone, or an attach or a detach was killed half-way. Each set
 * holds megabytes of kernel memory.
 */
#ifndef UCGATE_ATTACH_STALE_H
#define UCGATE_ATTACH_STALE_H

/* Removes them, those of other network namespaces too; under the lock. What cannot be removed is left, and said. */
void stale_pins_remove(void);

#endif
