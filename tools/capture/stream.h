/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The bytes of a capture file for libpcap, with all snapshot lengths lifted: it cuts a frame that is longer than the
 * file's, refuses the file, or refuses interfaces that differ in theirs. Those who write captures keep to them less
 * strictly, and every frame says itself how much of it was captured.
 */
#ifndef UCGATE_CAPTURE_STREAM_H
#define UCGATE_CAPTURE_STREAM_H

#include <stdint.h>
#include <stdio.h>

struct stream;

/* `-`: standard input. fclose() of *ret_file ends both. 0 or -errno. */
int stream_open(const char *path, struct stream **ret, FILE **ret_file);

/* How many bytes have been read, and how many there are; 0: nobody knows. */
uint64_t stream_position(const struct stream *stream);
uint64_t stream_size(const struct stream *stream);

#endif
