// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/capture/stream.h"

#include <errno.h>

#include "tests/unit/capture/bytes.h"

enum { MARK_BYTE = 0x5a, MARK = 0x5a5a5a5a }; /* what snapshot lengths are, and nothing else is */

/* The file, read so many bytes at a time, has zeros for the marks that are lifted, and is else as it was. */
static void assert_lifted(const struct bytes *bytes, size_t marks_left, size_t chunk)
{
	uint8_t got[BYTES_MAX];
	char path[PATH_SIZE];
	struct stream *stream;
	size_t length = 0, marks = 0, count;
	FILE *file;

	bytes_file(bytes, path);
	assert_int_equal(stream_open(path, &stream, &file), 0);
	assert_int_equal(setvbuf(file, NULL, _IONBF, 0), 0);
	assert_int_equal(stream_size(stream), bytes->length);
	while ((count = fread(got + length, 1, chunk, file)) > 0)
		length += count;
	assert_int_equal(length, bytes->length);
	assert_int_equal(stream_position(stream), length);
	for (size_t i = 0; i < length; i++) {
		if (bytes->data[i] == MARK_BYTE)
			marks += got[i] == MARK_BYTE;
		else
			assert_int_equal(got[i], bytes->data[i]);
	}
	assert_int_equal(marks, 4 * marks_left);
	assert_int_equal(fclose(file), 0);
}

static void assert_lifted_in_pieces(const struct bytes *bytes, size_t marks_left)
{
	for (size_t chunk = 1; chunk < 40; chunk++)
		assert_lifted(bytes, marks_left, chunk);
}

/* Within a record the mark is data. */
static void a_pcap_file_has_one_snapshot_length(void **state)
{
	const uint32_t mark = MARK;

	(void)state;
	for (int big = 0; big < 2; big++) {
		struct bytes bytes = {.big = big};

		add_pcap(&bytes, MAGIC_MICROSECONDS, MARK, 1);
		add_record(&bytes, 1, 1, &mark, sizeof(mark));
		add_record(&bytes, 1, 1, &mark, sizeof(mark));
		assert_lifted_in_pieces(&bytes, 2);
	}
}

/* In the byte order of the file, as everything. */
static void add_section(struct bytes *bytes)
{
	add32(bytes, 0x0a0d0d0a);
	add32(bytes, 28);
	add32(bytes, 0x1a2b3c4d);
	add16(bytes, 1);
	add16(bytes, 0);
	add32(bytes, UINT32_MAX);
	add32(bytes, UINT32_MAX);
	add32(bytes, 28);
}

static void add_interface(struct bytes *bytes)
{
	add32(bytes, 1);
	add32(bytes, 20);
	add16(bytes, 1);
	add16(bytes, 0);
	add32(bytes, MARK);
	add32(bytes, 20);
}

static void each_interface_of_pcapng_has_its_own(void **state)
{
	const uint32_t marks[] = {MARK, MARK, MARK};

	(void)state;
	for (int big = 0; big < 2; big++) {
		struct bytes bytes = {.big = big};

		add_section(&bytes);
		add_interface(&bytes);
		add_block(&bytes, 0xbad, marks, sizeof(marks));
		add_block(&bytes, 0xbad, marks, 0);
		add_interface(&bytes);
		add_block(&bytes, 6, marks, sizeof(marks));
		assert_lifted_in_pieces(&bytes, 6);
	}
}

static void a_section_may_change_the_byte_order(void **state)
{
	struct bytes bytes = {0};

	(void)state;
	add_section(&bytes);
	add_interface(&bytes);
	bytes.big = true;
	add_section(&bytes);
	add_interface(&bytes);
	assert_lifted_in_pieces(&bytes, 0);
}

static void blocks_of_impossible_lengths_do_no_harm(void **state)
{
	for (uint32_t length = 0; length < 20; length++) {
		struct bytes bytes = {0};

		(void)state;
		add_section(&bytes);
		add32(&bytes, 1);
		add32(&bytes, length);
		add32(&bytes, 0);
		add32(&bytes, MARK);
		assert_lifted(&bytes, 0, 7);
	}
}

static void what_is_no_file_is_told(void **state)
{
	struct stream *stream;
	FILE *file;

	(void)state;
	assert_int_equal(stream_open("/nowhere/at.pcap", &stream, &file), -ENOENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pcap_file_has_one_snapshot_length),
		cmocka_unit_test(each_interface_of_pcapng_has_its_own),
		cmocka_unit_test(a_section_may_change_the_byte_order),
		cmocka_unit_test(blocks_of_impossible_lengths_do_no_harm),
		cmocka_unit_test(what_is_no_file_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
