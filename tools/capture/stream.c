// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/capture/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"

enum { BUFFER_SIZE = 1 << 16 };

/* pcapng: a block's type, its length, and for a section the byte order; for an interface the snapshot length behind. */
enum {
	BLOCK_SECTION = 0x0a0d0d0a,
	BLOCK_INTERFACE = 1,
	BYTE_ORDER_MAGIC = 0x1a2b3c4d,
	BLOCK_HEAD = 12,
	INTERFACE_HEAD = 16,
};

/* pcap: where the only snapshot length stands. */
enum { FILE_SNAP_AT = 16, FILE_HEAD = 20 };

struct stream {
	int fd;
	uint64_t position, size;
	bool blocks;   /* pcapng */
	bool swapped;  /* in the other byte order */
	uint64_t skip; /* bytes to the next head */
	size_t headed; /* bytes of this head that have been seen */
	uint8_t head[FILE_HEAD];
};

static uint32_t number_at(const struct stream *stream, size_t at)
{
	uint32_t number;

	memcpy(&number, stream->head + at, sizeof(number));
	return stream->swapped ? __builtin_bswap32(number) : number;
}

static bool is_interface(const struct stream *stream)
{
	return stream->headed >= BLOCK_HEAD && number_at(stream, 0) == BLOCK_INTERFACE;
}

/* A section tells its byte order itself. */
static void section_begin(struct stream *stream)
{
	stream->blocks = true;
	stream->swapped = false;
	stream->swapped = number_at(stream, 8) != BYTE_ORDER_MAGIC;
}

static void block_skip(struct stream *stream)
{
	uint32_t length = number_at(stream, 4);

	stream->skip = length > stream->headed ? length - stream->headed : 0;
	stream->headed = 0;
}

/* Of a pcap file nothing matters behind its head. */
static void head_look(struct stream *stream)
{
	if (stream->headed == BLOCK_HEAD && number_at(stream, 0) == BLOCK_SECTION)
		section_begin(stream);
	if (!stream->blocks && stream->headed == FILE_HEAD)
		stream->skip = UINT64_MAX;
	if (stream->blocks && stream->headed == (is_interface(stream) ? INTERFACE_HEAD : BLOCK_HEAD))
		block_skip(stream);
}

static bool is_snap_length(const struct stream *stream)
{
	return stream->blocks ? is_interface(stream) : stream->headed >= FILE_SNAP_AT;
}

static void snap_lengths_lift(struct stream *stream, uint8_t *bytes, size_t count)
{
	for (size_t i = 0; i < count;) {
		size_t skipped = stream->skip < count - i ? (size_t)stream->skip : count - i;

		stream->skip -= skipped;
		i += skipped;
		if (skipped)
			continue;
		if (is_snap_length(stream))
			bytes[i] = 0;
		stream->head[stream->headed++] = bytes[i++];
		head_look(stream);
	}
}

static ssize_t stream_read(void *cookie, char *bytes, size_t count)
{
	struct stream *stream = cookie;
	ssize_t got;

	do
		got = read(stream->fd, bytes, count);
	while (got < 0 && errno == EINTR);
	if (got > 0) {
		snap_lengths_lift(stream, (uint8_t *)bytes, (size_t)got);
		stream->position += (uint64_t)got;
	}
	return got;
}

static int stream_close(void *cookie)
{
	struct stream *stream = cookie;

	if (stream->fd != STDIN_FILENO)
		close(stream->fd);
	free(stream);
	return 0;
}

int stream_open(const char *path, struct stream **ret, FILE **ret_file)
{
	_cleanup_free_ struct stream *stream = calloc(1, sizeof(*stream));
	struct stat stat;
	FILE *file;

	if (!stream)
		return -ENOMEM;
	stream->fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	if (stream->fd < 0)
		return -errno;
	if (fstat(stream->fd, &stat) == 0 && S_ISREG(stat.st_mode))
		stream->size = (uint64_t)stat.st_size;
	file = fopencookie(stream, "r", (cookie_io_functions_t){.read = stream_read, .close = stream_close});
	if (!file) {
		(void)stream_close(TAKE_PTR(stream));
		return -ENOMEM;
	}
	(void)setvbuf(file, NULL, _IOFBF, BUFFER_SIZE);
	*ret = TAKE_PTR(stream);
	*ret_file = file;
	return 0;
}

uint64_t stream_position(const struct stream *stream)
{
	return stream->position;
}

uint64_t stream_size(const struct stream *stream)
{
	return stream->size;
}
