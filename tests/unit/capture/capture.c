// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/capture/capture.h"

#include <errno.h>

#include "tests/unit/capture/bytes.h"

static const uint8_t packet[20] = {0x45, 0, 0, 20};
static const uint8_t frame[34] = {[12] = 0x08, [13] = 0x00, [14] = 0x45};

static struct capture *opened(const struct bytes *bytes)
{
	struct capture *capture;
	char path[PATH_SIZE], words[CAPTURE_WORDS_SIZE] = "";

	bytes_file(bytes, path);
	if (capture_open(path, &capture, words) < 0)
		fail_msg("%s", words);
	return capture;
}

/* What is said of a file that cannot be opened. */
static void refused(const struct bytes *bytes, const char *said)
{
	struct capture *capture;
	char path[PATH_SIZE], words[CAPTURE_WORDS_SIZE] = "";

	bytes_file(bytes, path);
	assert_int_equal(capture_open(path, &capture, words), -EBADMSG);
	if (!strstr(words, said))
		fail_msg("'%s' has no '%s'", words, said);
}

static void broken_off(struct capture *capture, const char *said)
{
	struct capture_frame got;

	assert_int_equal(capture_next(capture, &got), -EBADMSG);
	if (!strstr(capture_words(capture), said))
		fail_msg("'%s' has no '%s'", capture_words(capture), said);
}

static uint64_t time_read(uint32_t magic, bool big, uint32_t seconds, uint32_t fraction)
{
	struct bytes bytes = {.big = big};
	struct capture_frame got;
	struct capture *capture;

	add_pcap(&bytes, magic, 65535, LINK_ETHERNET);
	add_record(&bytes, seconds, fraction, frame, sizeof(frame));
	capture = opened(&bytes);
	assert_int_equal(capture_next(capture, &got), 1);
	assert_int_equal(got.number, 1);
	assert_int_equal(got.length, sizeof(frame));
	assert_memory_equal(got.data, frame, sizeof(frame));
	assert_int_equal(capture_next(capture, &got), 0);
	capture_close(capture);
	return got.time_ns;
}

static void times_are_nanoseconds_in_each_resolution_and_byte_order(void **state)
{
	(void)state;
	assert_int_equal(time_read(MAGIC_MICROSECONDS, false, 1700000000, 123456), 1700000000123456000);
	assert_int_equal(time_read(MAGIC_MICROSECONDS, true, 1700000000, 123456), 1700000000123456000);
	assert_int_equal(time_read(MAGIC_NANOSECONDS, false, 1700000000, 123456789), 1700000000123456789);
	assert_int_equal(time_read(MAGIC_NANOSECONDS, true, 4294967295, 999999999), 4294967295999999999);
}

static void a_fraction_beyond_a_second_is_time_as_well(void **state)
{
	(void)state;
	assert_int_equal(time_read(MAGIC_MICROSECONDS, false, 1, 2000000), 3000000000);
	assert_int_equal(time_read(MAGIC_NANOSECONDS, false, 1, 0xffffffff), 1000000000);
}

static void raw_ip_gets_an_ethernet_header(void **state)
{
	struct bytes bytes = {0};
	struct capture_frame got;
	struct capture *capture;

	(void)state;
	add_pcap(&bytes, MAGIC_MICROSECONDS, 65535, LINK_RAW);
	add_record(&bytes, 0, 0, packet, sizeof(packet));
	capture = opened(&bytes);
	assert_int_equal(capture_link(capture)->type, LINK_RAW);
	assert_int_equal(capture_next(capture, &got), 1);
	assert_int_equal(got.length, 14 + sizeof(packet));
	assert_int_equal(got.data[12] << 8 | got.data[13], 0x0800);
	assert_memory_equal(got.data + 14, packet, sizeof(packet));
	assert_int_equal(got.captured_length, sizeof(packet));
	assert_memory_equal(got.captured, packet, sizeof(packet));
	capture_close(capture);
}

static void a_cooked_frame_that_is_cut_is_no_frame(void **state)
{
	const uint8_t cut[15] = {0};
	struct bytes bytes = {0};
	struct capture_frame got;
	struct capture *capture;

	(void)state;
	add_pcap(&bytes, MAGIC_MICROSECONDS, 65535, LINK_COOKED);
	add_record(&bytes, 0, 0, cut, sizeof(cut));
	add_record(&bytes, 0, 0, cut, 0);
	capture = opened(&bytes);
	assert_int_equal(capture_next(capture, &got), 1);
	assert_int_equal(got.length, 0);
	assert_int_equal(got.captured_length, sizeof(cut));
	assert_int_equal(capture_next(capture, &got), 1);
	assert_int_equal(got.length, 0);
	capture_close(capture);
}

static void what_comes_before_a_truncated_record_is_read(void **state)
{
	for (size_t missing = 1; missing < 16 + sizeof(frame); missing++) {
		struct bytes bytes = {0};
		struct capture_frame got;
		struct capture *capture;

		(void)state;
		add_pcap(&bytes, MAGIC_MICROSECONDS, 65535, LINK_ETHERNET);
		add_record(&bytes, 0, 0, frame, sizeof(frame));
		add_record(&bytes, 0, 0, frame, sizeof(frame));
		bytes.length -= missing;
		capture = opened(&bytes);
		assert_int_equal(capture_next(capture, &got), 1);
		broken_off(capture, "beyond frame 1: truncated");
		capture_close(capture);
	}
}

static void a_file_that_ends_in_its_header_is_refused(void **state)
{
	struct bytes bytes = {0};

	(void)state;
	add_pcap(&bytes, MAGIC_MICROSECONDS, 65535, LINK_ETHERNET);
	for (bytes.length = 0; bytes.length < 24; bytes.length++)
		refused(&bytes, "it is no capture that can be read");
}

static void what_is_no_capture_is_refused(void **state)
{
	struct bytes bytes = {0};

	(void)state;
	add(&bytes, "version: 1\nservices: []\n", 24);
	refused(&bytes, "unknown file format");
}

static void foreign_link_types_are_refused_by_name(void **state)
{
	struct bytes wireless = {0}, nobody = {0};

	(void)state;
	add_pcap(&wireless, MAGIC_MICROSECONDS, 65535, 105);
	refused(&wireless, "its frames are IEEE802_11 (link type 105), which cannot be judged");
	add_pcap(&nobody, MAGIC_MICROSECONDS, 65535, 60000);
	refused(&nobody, "of a foreign kind (link type 60000)");
}

static void a_capture_without_a_frame_is_read(void **state)
{
	struct bytes bytes = {0};
	struct capture_frame got;
	struct capture *capture;

	(void)state;
	add_pcap(&bytes, MAGIC_MICROSECONDS, 0, LINK_ETHERNET);
	capture = opened(&bytes);
	assert_int_equal(capture_next(capture, &got), 0);
	capture_close(capture);
}

static void a_length_that_no_frame_has_ends_it(void **state)
{
	struct bytes bytes = {0};
	struct capture *capture;

	(void)state;
	add_pcap(&bytes, MAGIC_MICROSECONDS, 0, LINK_ETHERNET);
	add32(&bytes, 0);
	add32(&bytes, 0);
	add32(&bytes, 0xfffffff0);
	add32(&bytes, 0xfffffff0);
	capture = opened(&bytes);
	broken_off(capture, "beyond frame 0: ");
	capture_close(capture);
}

static void a_frame_is_not_cut_to_the_snapshot_length(void **state)
{
	for (int big = 0; big < 2; big++) {
		struct bytes bytes = {.big = big};
		struct capture_frame got;
		struct capture *capture;

		(void)state;
		add_pcap(&bytes, MAGIC_MICROSECONDS, 14, LINK_ETHERNET);
		add_record(&bytes, 0, 0, frame, sizeof(frame));
		capture = opened(&bytes);
		assert_int_equal(capture_next(capture, &got), 1);
		assert_int_equal(got.length, sizeof(frame));
		capture_close(capture);
	}
}

/* pcapng: a section, interfaces of these link types and of different snapshot lengths, one packet of the last. */
static void add_section(struct bytes *bytes, const uint16_t *link_types, uint32_t count)
{
	const uint32_t section[] = {0x1a2b3c4d, 1, UINT32_MAX, UINT32_MAX};
	uint32_t block[5 + 12] = {count ? count - 1 : 0, 0, 5, sizeof(frame), sizeof(frame)};

	memcpy(block + 5, frame, sizeof(frame));
	add_block(bytes, 0x0a0d0d0a, section, sizeof(section));
	for (uint32_t i = 0; i < count; i++) {
		const uint32_t interface[] = {link_types[i], 14 + i};

		add_block(bytes, 1, interface, sizeof(interface));
	}
	add_block(bytes, 0xbad, section, sizeof(section));
	add_block(bytes, 6, block, 20 + 36);
}

static void pcapng_is_read_and_its_unknown_blocks_are_skipped(void **state)
{
	const uint16_t link_types[] = {LINK_ETHERNET, LINK_ETHERNET};
	struct bytes bytes = {0};
	struct capture_frame got;
	struct capture *capture;

	(void)state;
	add_section(&bytes, link_types, 2);
	capture = opened(&bytes);
	assert_int_equal(capture_next(capture, &got), 1);
	assert_int_equal(got.time_ns, 5000);
	assert_memory_equal(got.data, frame, sizeof(frame));
	assert_int_equal(capture_next(capture, &got), 0);
	capture_close(capture);
}

static void interfaces_of_different_link_types_are_refused(void **state)
{
	const uint16_t link_types[] = {LINK_ETHERNET, LINK_RAW};
	struct bytes bytes = {0};
	struct capture *capture;

	(void)state;
	add_section(&bytes, link_types, 2);
	capture = opened(&bytes);
	broken_off(capture, "different from the type of the first interface");
	capture_close(capture);
}

static void pcapng_without_an_interface_is_refused(void **state)
{
	struct bytes bytes = {0};

	(void)state;
	add_section(&bytes, NULL, 0);
	refused(&bytes, "it is no capture that can be read");
}

static void a_path_that_is_no_file_is_refused(void **state)
{
	struct capture *capture;
	char words[CAPTURE_WORDS_SIZE];

	(void)state;
	assert_int_equal(capture_open("/nowhere/at.pcap", &capture, words), -EBADMSG);
	assert_string_equal(words, "No such file or directory");
	assert_int_equal(capture_open("/", &capture, words), -EBADMSG);
	assert_non_null(strstr(words, "Is a directory"));
}

static void progress_goes_from_nothing_to_all(void **state)
{
	struct bytes bytes = {0};
	struct capture_frame got;
	struct capture *capture;
	double progress = -1;

	(void)state;
	add_pcap(&bytes, MAGIC_MICROSECONDS, 65535, LINK_ETHERNET);
	add_record(&bytes, 0, 0, frame, sizeof(frame));
	capture = opened(&bytes);
	assert_true(capture_progress(capture, &progress));
	assert_true(progress >= 0 && progress <= 1);
	assert_int_equal(capture_next(capture, &got), 1);
	assert_int_equal(capture_next(capture, &got), 0);
	assert_true(capture_progress(capture, &progress));
	assert_true(progress == 1);
	capture_close(capture);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times_are_nanoseconds_in_each_resolution_and_byte_order),
		cmocka_unit_test(a_fraction_beyond_a_second_is_time_as_well),
		cmocka_unit_test(raw_ip_gets_an_ethernet_header),
		cmocka_unit_test(a_cooked_frame_that_is_cut_is_no_frame),
		cmocka_unit_test(what_comes_before_a_truncated_record_is_read),
		cmocka_unit_test(a_file_that_ends_in_its_header_is_refused),
		cmocka_unit_test(what_is_no_capture_is_refused),
		cmocka_unit_test(foreign_link_types_are_refused_by_name),
		cmocka_unit_test(a_capture_without_a_frame_is_read),
		cmocka_unit_test(a_length_that_no_frame_has_ends_it),
		cmocka_unit_test(a_frame_is_not_cut_to_the_snapshot_length),
		cmocka_unit_test(pcapng_is_read_and_its_unknown_blocks_are_skipped),
		cmocka_unit_test(interfaces_of_different_link_types_are_refused),
		cmocka_unit_test(pcapng_without_an_interface_is_refused),
		cmocka_unit_test(a_path_that_is_no_file_is_refused),
		cmocka_unit_test(progress_goes_from_nothing_to_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
