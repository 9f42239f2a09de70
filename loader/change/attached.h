/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The interfaces of this network namespace that ucgate is on, for what works on them.
 */
#ifndef UCGATE_CHANGE_ATTACHED_H
#define UCGATE_CHANGE_ATTACHED_H

#include <stdbool.h>
#include <stddef.h>

#include "abi/instance.h"

#include "maps/pin.h"

#include "base/outcome.h"

struct attached {
	struct pins pins;
	struct instance instance; /* all zero but ifindex when !known */
	bool known;    /* false: the pins are damaged or of another version, but a program is held */
	char name[16]; /* of the interface now */
};

struct attached_list {
	struct attached *list; /* by ifindex */
	size_t count;
};

void attached_list_free(struct attached_list *list);

/* Those attached, all of them or the one of a name; none is 0 as well. Returns 0 or -errno; says nothing. */
int attached_list_read(const char *interface, struct attached_list *ret);

/*
 * Those attached: all of them, or the one of a name. None, with or without a name: OUTCOME_NOT_ATTACHED, *ret empty.
 * Errors are said.
 */
enum outcome attached_find(const char *interface, struct attached_list *ret);

/* How long a command waits for another one, in ms: a load of many prefixes is over by then; and who cannot wait. */
enum { LOCK_PATIENCE_MS = 30000, LOCK_HURRY_MS = 2000 };

/*
 * Readies bpffs and takes the lock that changes of pins are made under; closing *ret_fd releases it. Who waited for
 * longer than timeout_ms is told.
 */
enum outcome attached_lock(int timeout_ms, int *ret_fd);

/* attached_find() for who wants to change something: what is found stays so until *ret_lock is closed. */
enum outcome attached_take(const char *interface, struct attached_list *ret, int *ret_lock);

/* Says what an error of the kernel means, and makes it an outcome. */
enum outcome attached_failed(int error, const struct attached *attached, const char *doing);

#endif
