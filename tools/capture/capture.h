/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Reads captures, pcap and pcapng in each byte order and resolution, frame by frame in constant memory, by libpcap.
 */
#ifndef UCGATE_CAPTURE_CAPTURE_H
#define UCGATE_CAPTURE_CAPTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tools/capture/link.h"

struct capture;

/* Good until the next one is read. */
struct capture_frame {
	uint64_t number;     /* in the file, from 1 */
	uint64_t time_ns;    /* since 1970; what no 64 bits hold is the last moment that they do */
	const uint8_t *data; /* as Ethernet; shorter than its header where the link's own was cut */
	size_t length;
	const uint8_t *captured; /* as in the file */
	uint32_t captured_length, wire_length;
};

enum { CAPTURE_WORDS_SIZE = 512 };

/* `-`: standard input. 0, or -EBADMSG and why: *ret_words is a sentence without the path. */
int capture_open(const char *path, struct capture **ret, char ret_words[CAPTURE_WORDS_SIZE]);

/* 1: a frame; 0: there are no more; -EBADMSG: the file cannot be read further, see capture_words(). */
int capture_next(struct capture *capture, struct capture_frame *ret);

/* What kept capture_next() from reading on, with the frame's number. */
const char *capture_words(const struct capture *capture);

const struct link *capture_link(const struct capture *capture);

/* How much of the file has been read, from 0 to 1. False: nobody knows how long it is. */
bool capture_progress(const struct capture *capture, double *ret);

void capture_close(struct capture *capture);

#endif
