// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/capture/pcapng.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	BLOCK_SECTION = 0x0a0d0d0a,
	BLOCK_INTERFACE = 1,
	BLOCK_PACKET = 6,
};

enum {
	OPTION_END = 0,
	OPTION_COMMENT = 1,
	OPTION_APPLICATION = 4, /* of a section */
	OPTION_NAME = 2,	/* of an interface */
	OPTION_RESOLUTION = 9,	/* of an interface's times */
	OPTION_FLAGS = 2,	/* of a packet */
};

enum { BYTE_ORDER_MAGIC = 0x1a2b3c4d, VERSION_MAJOR = 1, NANOSECONDS = 9 };

struct pcapng {
	FILE *stream;
	uint32_t interfaces;
	int error; /* -errno of the first write that failed */
};

/* The fixed part of each block, between its length and its options. */
struct section {
	uint32_t magic;
	uint16_t major, minor;
	uint32_t length[2]; /* all ones: not known */
};

struct interface {
	uint16_t link_type, reserved;
	uint32_t snap_length; /* 0: no limit */
};

struct packet {
	uint32_t interface, time_high, time_low, captured, length;
};

struct option {
	uint16_t code, length;
	const void *value;
};

static uint32_t padded(uint32_t length)
{
	return (length + 3) & ~3u;
}

static void put(struct pcapng *file, const void *bytes, uint32_t length)
{
	static const uint8_t zeros[4];
	uint32_t padding = padded(length) - length;

	if (file->error)
		return;
	if ((length && fwrite(bytes, length, 1, file->stream) != 1) ||
	    (padding && fwrite(zeros, padding, 1, file->stream) != 1))
		file->error = -errno;
}

static void put_number(struct pcapng *file, uint32_t number)
{
	put(file, &number, sizeof(number));
}

static void put_option(struct pcapng *file, const struct option *option)
{
	const uint16_t head[2] = {option->code, option->length};

	put(file, head, sizeof(head));
	put(file, option->value, option->length);
}

static uint32_t options_length(const struct option *options)
{
	uint32_t length = 4;

	for (; options->code != OPTION_END; options++)
		length += 4 + padded(options->length);
	return length;
}

static void put_options(struct pcapng *file, const struct option *options)
{
	for (; options->code != OPTION_END; options++)
		put_option(file, options);
	put_option(file, options);
}

/* What a block holds ahead of its options: fixed fields, and a packet's bytes. */
struct body {
	const void *fields, *data;
	uint32_t fields_length, data_length;
};

static int put_block(struct pcapng *file, uint32_t type, const struct body *body,
		     const struct option *options)
{
	uint32_t length = 12 + body->fields_length + padded(body->data_length) + options_length(options);

	put_number(file, type);
	put_number(file, length);
	put(file, body->fields, body->fields_length);
	put(file, body->data, body->data_length);
	put_options(file, options);
	put_number(file, length);
	return file->error;
}

static int put_section(struct pcapng *file, const char *application)
{
	const struct section fields = {BYTE_ORDER_MAGIC, VERSION_MAJOR, 0, {UINT32_MAX, UINT32_MAX}};
	const struct body body = {.fields = &fields, .fields_length = sizeof(fields)};
	const struct option options[] = {
		{OPTION_APPLICATION, (uint16_t)strlen(application), application},
		{OPTION_END, 0, NULL},
	};

	return put_block(file, BLOCK_SECTION, &body, options);
}

int pcapng_create(const char *path, const char *application, struct pcapng **ret)
{
	struct pcapng *file = calloc(1, sizeof(*file));
	int error;

	if (!file)
		return -ENOMEM;
	file->stream = strcmp(path, "-") == 0 ? stdout : fopen(path, "we");
	error = file->stream ? put_section(file, application) : -errno;
	if (error) {
		(void)pcapng_close(file);
		return error;
	}
	*ret = file;
	return 0;
}

int pcapng_interface(struct pcapng *file, const char *name, uint16_t link_type, uint32_t *ret_id)
{
	static const uint8_t resolution = NANOSECONDS;
	const struct interface fields = {.link_type = link_type};
	const struct body body = {.fields = &fields, .fields_length = sizeof(fields)};
	const struct option options[] = {
		{OPTION_RESOLUTION, sizeof(resolution), &resolution},
		{name ? OPTION_NAME : OPTION_END, name ? (uint16_t)strlen(name) : 0, name},
		{OPTION_END, 0, NULL},
	};
	int error = put_block(file, BLOCK_INTERFACE, &body, options);

	if (error)
		return error;
	*ret_id = file->interfaces++;
	return 0;
}

int pcapng_packet(struct pcapng *file, const struct pcapng_packet *packet)
{
	const struct packet fields = {packet->interface, (uint32_t)(packet->time_ns >> 32),
				      (uint32_t)packet->time_ns, packet->captured, packet->length};
	const struct body body = {&fields, packet->data, sizeof(fields), packet->captured};
	const uint32_t flags = packet->direction;
	size_t length = packet->comment ? strlen(packet->comment) : 0;
	const struct option options[] = {
		{OPTION_FLAGS, sizeof(flags), &flags},
		{length ? OPTION_COMMENT : OPTION_END, (uint16_t)length, packet->comment},
		{OPTION_END, 0, NULL},
	};

	if (length > UINT16_MAX)
		return -E2BIG;
	return put_block(file, BLOCK_PACKET, &body, options);
}

int pcapng_flush(struct pcapng *file)
{
	if (!file->error && fflush(file->stream) == EOF)
		file->error = -errno;
	return file->error;
}

int pcapng_close(struct pcapng *file)
{
	int error;

	if (!file)
		return 0;
	error = file->stream ? pcapng_flush(file) : file->error;
	if (file->stream && file->stream != stdout && fclose(file->stream) == EOF && !error)
		error = -errno;
	free(file);
	return error;
}
