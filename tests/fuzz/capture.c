// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
// Hostile bytes as a capture: what is read of it can be written, and is the same when it is read again.
#include "tools/capture/capture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tools/capture/pcapng.h"
#include "tools/packet/describe.h"

enum { PATH_SIZE = 32, FRAMES_MAX = 256 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static int file_make(const uint8_t *data, size_t size, char ret_path[PATH_SIZE])
{
	int fd = memfd_create("capture", MFD_CLOEXEC);

	must(fd >= 0);
	must(write(fd, data, size) == (ssize_t)size);
	snprintf(ret_path, PATH_SIZE, "/proc/self/fd/%d", fd);
	return fd;
}

/* The frame is all there, and can be put into words. */
static void frame_check(const struct capture_frame *frame, uint64_t number)
{
	char text[PACKET_TEXT_SIZE];

	must(frame->number == number);
	packet_describe(&(struct packet_bytes){frame->data, frame->length, frame->length}, text);
	must(strlen(text) > 0);
}

static void frame_write(struct pcapng *file, const struct capture_frame *frame)
{
	const struct pcapng_packet packet = {
		.time_ns = frame->time_ns,
		.data = frame->captured,
		.captured = frame->captured_length,
		.length = frame->wire_length,
		.comment = "fuzz",
	};

	must(pcapng_packet(file, &packet) == 0);
}

static void frames_compare(struct capture *capture, struct capture *copy, uint64_t count)
{
	struct capture_frame was, is;

	for (uint64_t i = 0; i < count; i++) {
		must(capture_next(capture, &was) == 1 && capture_next(copy, &is) == 1);
		must(was.length == is.length && memcmp(was.data, is.data, is.length) == 0);
	}
	must(capture_next(copy, &is) == 0);
}

/* Returns how many frames were copied. */
static uint64_t capture_copy(const char *from, const char *to)
{
	char words[CAPTURE_WORDS_SIZE];
	struct capture *capture = NULL;
	struct capture_frame frame;
	struct pcapng *file = NULL;
	uint32_t interface;
	uint64_t count = 0;

	if (capture_open(from, &capture, words) < 0) {
		must(words[0]);
		return 0;
	}
	must(pcapng_create(to, "fuzz", &file) == 0);
	must(pcapng_interface(file, NULL, (uint16_t)capture_link(capture)->type, &interface) == 0);
	while (count < FRAMES_MAX && capture_next(capture, &frame) == 1) {
		frame_check(&frame, ++count);
		frame_write(file, &frame);
	}
	must(pcapng_close(file) == 0);
	capture_close(capture);
	return count;
}

static void copy_check(const char *path, const char *copy_path, uint64_t count)
{
	struct capture *capture = NULL, *copy = NULL;
	char words[CAPTURE_WORDS_SIZE];

	must(capture_open(path, &capture, words) == 0 && capture_open(copy_path, &copy, words) == 0);
	frames_compare(capture, copy, count);
	capture_close(capture);
	capture_close(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char path[PATH_SIZE], copy_path[PATH_SIZE];
	int fd = file_make(data, size, path), copy_fd = file_make(NULL, 0, copy_path);
	uint64_t count = capture_copy(path, copy_path);

	if (count)
		copy_check(path, copy_path, count);
	close(fd);
	close(copy_fd);
	return 0;
}
