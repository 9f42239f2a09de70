// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/exporter/endpoint.h"

#include <errno.h>
#include <netdb.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "cleanup.h"

static void expect(const char *text, const char *host, const char *port)
{
	char found_host[64], found_port[8];
	struct endpoint endpoint;

	assert_int_equal(endpoint_parse(text, &endpoint), 0);
	assert_int_equal(getnameinfo(&endpoint.address.any, endpoint.length, found_host, sizeof(found_host),
				     found_port, sizeof(found_port), NI_NUMERICHOST | NI_NUMERICSERV),
			 0);
	assert_string_equal(found_host, host);
	assert_string_equal(found_port, port);
}

static void an_address_and_a_port_are_taken_from_their_text(void **state)
{
	(void)state;
	expect("127.0.0.1:9477", "127.0.0.1", "9477");
	expect("[::1]:65535", "::1", "65535");
	expect("[2001:db8::7]:0", "2001:db8::7", "0");
}

static void no_address_means_all(void **state)
{
	(void)state;
	expect(":9477", "::", "9477");
	expect("0.0.0.0:9477", "0.0.0.0", "9477");
}

static void anything_else_is_refused(void **state)
{
	static const char *const texts[] = {
		"",	  ":",	    "9477",	"127.0.0.1",	"127.0.0.1:",	  "::1:9477",
		"[::1]",  "[::1]:", "[::1]:1x", "[1.2.3.4]:80", "localhost:9477", "127.0.0.1:65536",
		":70000", ":-1",    "unix:",	"127.0.0:a",	"[::1:80",	  "a b:80",
	};
	struct endpoint endpoint;
	char path[256] = "unix:/";

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_int_equal(endpoint_parse(texts[i], &endpoint), -EINVAL);
	memset(path + 6, 'x', 120);
	assert_int_equal(endpoint_parse(path, &endpoint), -EINVAL);
}

static void a_free_port_is_named_once_it_listens(void **state)
{
	struct endpoint endpoint;
	_cleanup_close_ int fd = -1;
	char text[ENDPOINT_TEXT_SIZE];
	int port = 0;

	(void)state;
	assert_int_equal(endpoint_parse("127.0.0.1:0", &endpoint), 0);
	assert_int_equal(endpoint_listen(&endpoint, &fd), 0);
	endpoint_format(fd, text);
	assert_int_equal(sscanf(text, "http://127.0.0.1:%d/metrics", &port), 1);
	assert_true(port > 0);
}

struct place {
	char folder[32], text[64];
	struct endpoint endpoint;
};

static int place_make(void **state)
{
	struct place *place = calloc(1, sizeof(*place));

	strcpy(place->folder, "/tmp/ucgate.XXXXXX");
	assert_non_null(mkdtemp(place->folder));
	snprintf(place->text, sizeof(place->text), "unix:%s/socket", place->folder);
	assert_int_equal(endpoint_parse(place->text, &place->endpoint), 0);
	*state = place;
	return 0;
}

static int place_remove(void **state)
{
	struct place *place = *state;

	endpoint_remove(&place->endpoint);
	assert_int_equal(rmdir(place->folder), 0);
	free(place);
	return 0;
}

static void a_socket_file_is_for_owner_and_group(void **state)
{
	struct place *place = *state;
	_cleanup_close_ int fd = -1;
	char text[ENDPOINT_TEXT_SIZE];
	struct stat status;

	assert_int_equal(endpoint_listen(&place->endpoint, &fd), 0);
	assert_int_equal(stat(place->endpoint.address.local.sun_path, &status), 0);
	assert_int_equal(status.st_mode & 07777, 0660);
	endpoint_format(fd, text);
	assert_string_equal(text, place->text);
}

static void a_socket_file_that_is_listened_on_is_not_taken(void **state)
{
	struct place *place = *state;
	_cleanup_close_ int fd = -1;
	int other = -1;

	assert_int_equal(endpoint_listen(&place->endpoint, &fd), 0);
	assert_int_equal(endpoint_listen(&place->endpoint, &other), -EADDRINUSE);
	assert_int_equal(other, -1);
}

static void a_socket_file_that_was_left_behind_is_replaced(void **state)
{
	struct place *place = *state;
	_cleanup_close_ int fd = -1;
	int first;

	assert_int_equal(endpoint_listen(&place->endpoint, &first), 0);
	close(first);
	assert_int_equal(endpoint_listen(&place->endpoint, &fd), 0);
}

static void a_file_that_is_no_socket_is_left_alone(void **state)
{
	struct place *place = *state;
	FILE *file = fopen(place->endpoint.address.local.sun_path, "w");
	struct stat status;
	int fd = -1;

	assert_non_null(file);
	assert_int_equal(fputs("precious", file), 1);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(endpoint_listen(&place->endpoint, &fd), -EADDRINUSE);
	assert_int_equal(stat(place->endpoint.address.local.sun_path, &status), 0);
	assert_int_equal(status.st_size, strlen("precious"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_address_and_a_port_are_taken_from_their_text),
		cmocka_unit_test(no_address_means_all),
		cmocka_unit_test(anything_else_is_refused),
		cmocka_unit_test(a_free_port_is_named_once_it_listens),
		cmocka_unit_test_setup_teardown(a_socket_file_is_for_owner_and_group, place_make,
						place_remove),
		cmocka_unit_test_setup_teardown(a_socket_file_that_is_listened_on_is_not_taken, place_make,
						place_remove),
		cmocka_unit_test_setup_teardown(a_socket_file_that_was_left_behind_is_replaced, place_make,
						place_remove),
		cmocka_unit_test_setup_teardown(a_file_that_is_no_socket_is_left_alone, place_make,
						place_remove),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
