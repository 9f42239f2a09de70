/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What a history need not keep: rule sets beyond HISTORY_MAX or HISTORY_LISTS_MIB, list files that none of the others
 * names, histories of network namespaces that are gone.
 */
#ifndef UCGATE_CHANGE_HISTORY_PRUNE_H
#define UCGATE_CHANGE_HISTORY_PRUNE_H

/* What cannot be removed is left to the next time. */
void history_prune(const char *folder);

#endif
