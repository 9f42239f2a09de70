// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/capture/pcapng.h"

#include <errno.h>

#include "tests/unit/capture/bytes.h"
#include "tools/capture/capture.h"

static const uint8_t data[61] = {[12] = 0x08, [13] = 0x00, [14] = 0x45};

static struct pcapng *created(char ret_path[PATH_SIZE])
{
	const struct bytes none = {0};
	struct pcapng *file;

	bytes_file(&none, ret_path);
	assert_int_equal(pcapng_create(ret_path, "ucgate-test 1", &file), 0);
	return file;
}

/* Packets of 57 bytes and more, a nanosecond apart. */
static void packets_add(struct pcapng *file, uint32_t interface, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		const struct pcapng_packet packet = {
			.interface = interface,
			.direction = PCAPNG_INBOUND,
			.time_ns = 1700000000123456789 + i,
			.data = data,
			.captured = 57 + i,
			.length = 1500,
			.comment = &"abcde"[i % 6],
		};

		assert_int_equal(pcapng_packet(file, &packet), 0);
	}
}

static void what_is_written_is_read_again(void **state)
{
	char path[PATH_SIZE], words[CAPTURE_WORDS_SIZE];
	struct pcapng *file = created(path);
	struct capture_frame got;
	struct capture *capture;
	uint32_t id;

	(void)state;
	assert_int_equal(pcapng_interface(file, "wan0", LINK_ETHERNET, &id), 0);
	assert_int_equal(id, 0);
	packets_add(file, id, 5);
	assert_int_equal(pcapng_interface(file, NULL, LINK_ETHERNET, &id), 0);
	assert_int_equal(id, 1);
	assert_int_equal(pcapng_close(file), 0);
	assert_int_equal(capture_open(path, &capture, words), 0);
	for (uint32_t i = 0; i < 5; i++) {
		assert_int_equal(capture_next(capture, &got), 1);
		assert_int_equal(got.time_ns, 1700000000123456789 + i);
		assert_int_equal(got.captured_length, 57 + i);
		assert_int_equal(got.wire_length, 1500);
		assert_memory_equal(got.captured, data, 57 + i);
	}
	assert_int_equal(capture_next(capture, &got), 0);
	capture_close(capture);
}

/* Where the text stands in the file; its size when it does not. */
static size_t text_find(const char *path, const char *text)
{
	char bytes[BYTES_MAX];
	FILE *file = fopen(path, "r");
	size_t size = fread(bytes, 1, sizeof(bytes), file);
	const char *found = memmem(bytes, size, text, strlen(text));

	assert_int_equal(fclose(file), 0);
	assert_true(size % 4 == 0);
	return found ? (size_t)(found - bytes) : size;
}

static void a_comment_stands_behind_its_packet(void **state)
{
	const struct pcapng_packet packet = {
		.data = (const uint8_t *)"the packet",
		.captured = 10,
		.length = 10,
		.comment = "ucgate: drop not-allowed",
	};
	char path[PATH_SIZE];
	struct pcapng *file = created(path);
	uint32_t id;

	(void)state;
	assert_int_equal(pcapng_interface(file, NULL, LINK_ETHERNET, &id), 0);
	assert_int_equal(pcapng_packet(file, &packet), 0);
	assert_int_equal(pcapng_flush(file), 0);
	/* 12 for the packet, 8 for its flags, 4 for the head of the comment */
	assert_int_equal(text_find(path, packet.comment), text_find(path, "the packet") + 12 + 8 + 4);
	assert_int_equal(pcapng_close(file), 0);
}

static void a_comment_that_no_option_holds_is_refused(void **state)
{
	static char comment[65537];
	struct pcapng_packet packet = {.data = data, .captured = 1, .length = 1, .comment = comment};
	char path[PATH_SIZE];
	struct pcapng *file = created(path);
	uint32_t id;

	(void)state;
	memset(comment, 'x', sizeof(comment) - 1);
	assert_int_equal(pcapng_interface(file, NULL, LINK_ETHERNET, &id), 0);
	assert_int_equal(pcapng_packet(file, &packet), -E2BIG);
	packet.comment++;
	assert_int_equal(pcapng_packet(file, &packet), 0);
	assert_int_equal(pcapng_close(file), 0);
}

static void a_disk_that_is_full_is_told(void **state)
{
	struct pcapng *file;
	uint32_t id;

	(void)state;
	assert_int_equal(pcapng_create("/dev/full", "ucgate-test 1", &file), 0);
	assert_int_equal(pcapng_interface(file, NULL, LINK_ETHERNET, &id), 0);
	packets_add(file, id, 1);
	assert_int_equal(pcapng_flush(file), -ENOSPC);
	assert_int_equal(pcapng_close(file), -ENOSPC);
}

static void a_folder_that_is_not_there_is_told(void **state)
{
	struct pcapng *file;

	(void)state;
	assert_int_equal(pcapng_create("/nowhere/at.pcapng", "ucgate-test 1", &file), -ENOENT);
	assert_int_equal(pcapng_close(NULL), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_is_read_again),
		cmocka_unit_test(a_comment_stands_behind_its_packet),
		cmocka_unit_test(a_comment_that_no_option_holds_is_refused),
		cmocka_unit_test(a_disk_that_is_full_is_told),
		cmocka_unit_test(a_folder_that_is_not_there_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
