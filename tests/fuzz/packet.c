// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Packets in words: any text is a packet or an error with a place in it, and any frame is told in one line of ASCII,
 * which, unless the frame ends too early, makes a packet that is told in the same words. The first byte says which of the
 * two the rest is.
 */
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "tools/packet/describe.h"
#include "tools/replica/stand_in.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void frame_tell(const uint8_t *bytes, size_t length, char ret[PACKET_TEXT_SIZE])
{
	packet_describe(&(struct packet_bytes){bytes, length, length}, ret);
	must(memchr(ret, '\0', PACKET_TEXT_SIZE));
	for (const char *c = ret; *c; c++)
		must(*c >= ' ' && *c <= '~');
}

/* 0: it is no packet. */
static int words_build(const char *words, struct frame *ret)
{
	struct packet_error error = {0};
	struct packet packet;
	int r = packet_parse(words, &packet, &error);

	if (r) {
		must(error.column >= 1 && error.column <= strlen(words) + 1 && *error.text);
		return 0;
	}
	r = packet_build(&packet, ret);
	packet_free(&packet);
	return !r;
}

static void stand_in_try(const uint8_t *bytes, size_t length)
{
	static uint8_t into[STAND_IN_SIZE];
	size_t made;

	for (int outbound = 0; outbound < 2; outbound++) {
		if (frame_runs(bytes, length, outbound, FRAME_PAGE) ||
		    stand_in_make(bytes, length, FRAME_PAGE, into, &made))
			continue;
		must(frame_runs(into, made, outbound, FRAME_PAGE));
	}
}

static void words_try(const char *words)
{
	_cleanup_free_ uint8_t *bytes = NULL;
	char text[PACKET_TEXT_SIZE];
	struct frame frame;

	if (!words_build(words, &frame))
		return;
	bytes = frame.bytes;
	frame_tell(frame.bytes, frame.length, text);
	stand_in_try(frame.bytes, frame.length);
}

static void frame_try(const uint8_t *bytes, size_t length)
{
	char text[PACKET_TEXT_SIZE], again[PACKET_TEXT_SIZE];
	_cleanup_free_ uint8_t *built = NULL;
	struct frame frame;

	frame_tell(bytes, length, text);
	stand_in_try(bytes, length);
	if (strstr(text, " cut ") || !words_build(text, &frame))
		return;
	built = frame.bytes;
	frame_tell(frame.bytes, frame.length, again);
	must(strcmp(text, again) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_free_ char *words = size ? strndup((const char *)data + 1, size - 1) : NULL;

	if (!words)
		return 0;
	if (*data & 1)
		words_try(words);
	else
		frame_try(data + 1, size - 1);
	return 0;
}
