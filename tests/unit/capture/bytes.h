/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Capture files byte by byte, in either byte order, and as a path that can be opened.
 */
#ifndef UCGATE_TESTS_CAPTURE_BYTES_H
#define UCGATE_TESTS_CAPTURE_BYTES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

enum { BYTES_MAX = 4096, PATH_SIZE = 64 };

struct bytes {
	uint8_t data[BYTES_MAX];
	size_t length;
	bool big; /* big-endian */
};

static inline void add(struct bytes *bytes, const void *data, size_t length)
{
	assert_true(bytes->length + length <= sizeof(bytes->data));
	memcpy(bytes->data + bytes->length, data, length);
	bytes->length += length;
}

static inline void add16(struct bytes *bytes, uint16_t number)
{
	const uint8_t low = (uint8_t)number, high = (uint8_t)(number >> 8);
	const uint8_t data[2] = {bytes->big ? high : low, bytes->big ? low : high};

	add(bytes, data, sizeof(data));
}

static inline void add32(struct bytes *bytes, uint32_t number)
{
	add16(bytes, (uint16_t)(bytes->big ? number >> 16 : number));
	add16(bytes, (uint16_t)(bytes->big ? number : number >> 16));
}

enum { MAGIC_MICROSECONDS = (int)0xa1b2c3d4, MAGIC_NANOSECONDS = (int)0xa1b23c4d };

static inline void add_pcap(struct bytes *bytes, uint32_t magic, uint32_t snap_length, uint32_t link_type)
{
	add32(bytes, magic);
	add16(bytes, 2);
	add16(bytes, 4);
	add32(bytes, 0);
	add32(bytes, 0);
	add32(bytes, snap_length);
	add32(bytes, link_type);
}

static inline void add_record(struct bytes *bytes, uint32_t seconds, uint32_t fraction, const void *data,
			      uint32_t length)
{
	add32(bytes, seconds);
	add32(bytes, fraction);
	add32(bytes, length);
	add32(bytes, length);
	add(bytes, data, length);
}

/* A block of pcapng without options; its body is a whole number of words. */
static inline void add_block(struct bytes *bytes, uint32_t type, const void *body, uint32_t length)
{
	add32(bytes, type);
	add32(bytes, 12 + length);
	add(bytes, body, length);
	add32(bytes, 12 + length);
}

/* A file of these bytes, open until the process ends. */
static inline void bytes_file(const struct bytes *bytes, char ret_path[PATH_SIZE])
{
	int fd = memfd_create("capture", 0);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes->data, bytes->length), bytes->length);
	snprintf(ret_path, PATH_SIZE, "/proc/self/fd/%d", fd);
}

#endif
