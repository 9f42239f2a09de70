/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What the kernel keeps of the blocklists beside their union, so that `ucgate list` can print them: of each its name, and
 * its file's path or its prefixes.
 */
#ifndef UCGATE_RULES_BLOCKLIST_NAMES_H
#define UCGATE_RULES_BLOCKLIST_NAMES_H

#include "rules/model.h"

/* *ret to free(). Returns 0 or -ENOMEM. */
int blocklist_names_write(const struct ruleset *ruleset, char **ret, size_t *ret_size);

/* Appends that many lists to a rule set. Returns 0, -EBADMSG or -ENOMEM. */
int blocklist_names_read(const char *text, size_t size, unsigned int lists, struct ruleset *ruleset);

#endif
