/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * A file for the textfile collector of Prometheus' node exporter.
 */
#ifndef UCGATE_EXPORTER_TEXTFILE_H
#define UCGATE_EXPORTER_TEXTFILE_H

#include <stddef.h>

/*
 * Puts the text where path is, in one step: a reader finds the old file or the new one. For everybody to read.
 * Returns 0 or -errno, and then the old file is as it was; -EEXIST: a device or a pipe is there.
 */
int textfile_write(const char *path, const char *text, size_t size);

#endif
