// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/capture/link.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <pcap/dlt.h>

/* The ethertype of the header that it gets; *ret_behind: where its packet begins. */
static uint16_t ethertype_made(int dlt, const uint8_t *data, size_t length, size_t *ret_behind)
{
	uint8_t header[LINK_ETHERNET_HEADER] = {0xff};
	const struct link *link = link_of_dlt(dlt);

	assert_non_null(link);
	*ret_behind = link_header_make(link, data, length, header);
	assert_int_equal(header[0], 0);
	return (uint16_t)(header[12] << 8 | header[13]);
}

static void a_cooked_frame_keeps_its_ethertype(void **state)
{
	const uint8_t first[16] = {[5] = 6, [14] = 0x08, [15] = 0x06};
	const uint8_t second[20] = {0x86, 0xdd, [11] = 6};
	size_t behind;

	(void)state;
	assert_int_equal(ethertype_made(DLT_LINUX_SLL, first, sizeof(first), &behind), 0x0806);
	assert_int_equal(behind, 16);
	assert_int_equal(ethertype_made(DLT_LINUX_SLL2, second, sizeof(second), &behind), 0x86dd);
	assert_int_equal(behind, 20);
}

static void a_cooked_frame_whose_header_is_cut_has_no_packet(void **state)
{
	const uint8_t cut[15] = {0};
	uint8_t header[LINK_ETHERNET_HEADER];

	(void)state;
	assert_true(link_header_make(link_of_dlt(DLT_LINUX_SLL), cut, sizeof(cut), header) > sizeof(cut));
	assert_true(link_header_make(link_of_dlt(DLT_LINUX_SLL2), cut, sizeof(cut), header) > sizeof(cut));
}

static void raw_ip_says_its_version_itself(void **state)
{
	const uint8_t four = 0x45, six = 0x60, neither = 0x10;
	size_t behind;

	(void)state;
	assert_int_equal(ethertype_made(DLT_RAW, &four, 1, &behind), 0x0800);
	assert_int_equal(behind, 0);
	assert_int_equal(ethertype_made(DLT_RAW, &six, 1, &behind), 0x86dd);
	assert_int_equal(ethertype_made(DLT_RAW, &neither, 1, &behind), 0x0800);
	assert_int_equal(ethertype_made(DLT_RAW, NULL, 0, &behind), 0x0800);
}

static void a_link_of_one_version_says_it_for_its_packets(void **state)
{
	const uint8_t six = 0x60;
	size_t behind;

	(void)state;
	assert_int_equal(ethertype_made(DLT_IPV4, &six, 1, &behind), 0x0800);
	assert_int_equal(ethertype_made(DLT_IPV6, &six, 1, &behind), 0x86dd);
}

static void other_links_cannot_be_judged(void **state)
{
	(void)state;
	assert_null(link_of_dlt(DLT_NULL));
	assert_null(link_of_dlt(DLT_IEEE802_11));
	assert_null(link_of_dlt(DLT_PPP));
	assert_null(link_of_dlt(-1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_cooked_frame_keeps_its_ethertype),
		cmocka_unit_test(a_cooked_frame_whose_header_is_cut_has_no_packet),
		cmocka_unit_test(raw_ip_says_its_version_itself),
		cmocka_unit_test(a_link_of_one_version_says_it_for_its_packets),
		cmocka_unit_test(other_links_cannot_be_judged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
