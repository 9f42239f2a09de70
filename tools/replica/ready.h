/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A replica as a command wants it: what goes wrong is said, and an outcome.
 */
#ifndef UCGATE_REPLICA_READY_H
#define UCGATE_REPLICA_READY_H

#include "base/log.h"
#include "base/outcome.h"
#include "change/attached.h"
#include "tools/replica/replica.h"

/* *ret to replica_close(). */
enum outcome replica_made(struct replica **ret);

/*
 * Puts the rules of a file in force; NULL: the default file. They rule nobody, so neither what is doubtful in them
 * matters nor whom they would cut off. color: of what is said of a refused file.
 */
enum outcome replica_follow(struct replica *replica, const char *file, enum color color);

/* replica_copy() of an attached interface. */
enum outcome replica_imitate(struct replica *replica, const struct attached *attached);

#endif
