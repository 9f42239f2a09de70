/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Shows how far the reading of a long list file has come.
 */
#ifndef UCGATE_COMMAND_READING_H
#define UCGATE_COMMAND_READING_H

#include "base/progress.h"
#include "rules/diagnostic.h"

/* Lets what is read for these messages be watched. *progress must live as long. */
void reading_begin(struct progress *progress, struct diagnostics *d);

#endif
