// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/exporter/clients.h"

#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/un.h>

#include <cmocka.h>

/* Adds a client from an address in words, or (`unix`) from a socket file. */
static int add(struct clients *clients, int fd, const char *from)
{
	struct sockaddr_in v4 = {.sin_family = AF_INET};
	struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
	struct sockaddr_un local = {.sun_family = AF_UNIX};

	if (inet_pton(AF_INET, from, &v4.sin_addr) == 1)
		return clients_add(clients, fd, (const struct sockaddr *)&v4);
	if (inet_pton(AF_INET6, from, &v6.sin6_addr) == 1)
		return clients_add(clients, fd, (const struct sockaddr *)&v6);
	return clients_add(clients, fd, (const struct sockaddr *)&local);
}

/* Fills all places of one origin with descriptors from `first` on. */
static void origin_fill(struct clients *clients, int first, const char *from)
{
	for (int i = 0; i < CLIENTS_OF_ORIGIN_MAX; i++)
		assert_int_equal(add(clients, first + i, from), -1);
}

static void one_too_many_of_an_address_displaces_its_first(void **state)
{
	struct clients clients = {};

	(void)state;
	assert_int_equal(add(&clients, 99, "198.51.100.1"), -1);
	origin_fill(&clients, 100, "192.0.2.1");
	assert_int_equal(add(&clients, 200, "192.0.2.1"), 100);
	assert_int_equal(add(&clients, 201, "192.0.2.1"), 101);
	assert_int_equal(add(&clients, 202, "192.0.2.2"), -1);
}

static void one_too_many_of_all_displaces_the_first_of_all(void **state)
{
	static const char *const origins[] = {"192.0.2.1", "192.0.2.2", "2001:db8:0:1::1", "unix"};
	struct clients clients = {};

	(void)state;
	for (int i = 0; i < CLIENTS_MAX / CLIENTS_OF_ORIGIN_MAX; i++)
		origin_fill(&clients, 100 * (i + 1), origins[i]);
	assert_int_equal(add(&clients, 1000, "192.0.2.9"), 100);
	assert_int_equal(add(&clients, 1001, "192.0.2.9"), 101);
}

static void a_displaced_client_has_no_place_until_it_is_closed(void **state)
{
	struct clients clients = {};

	(void)state;
	origin_fill(&clients, 100, "192.0.2.1");
	assert_int_equal(add(&clients, 200, "192.0.2.1"), 100);
	assert_int_equal(clients.count, CLIENTS_OF_ORIGIN_MAX + 1);
	clients_remove(&clients, 100);
	assert_int_equal(clients.count, CLIENTS_OF_ORIGIN_MAX);
	assert_int_equal(add(&clients, 201, "192.0.2.1"), 101);
}

static void a_place_that_is_left_is_free(void **state)
{
	struct clients clients = {};

	(void)state;
	origin_fill(&clients, 100, "192.0.2.1");
	clients_remove(&clients, 105);
	assert_int_equal(add(&clients, 200, "192.0.2.1"), -1);
	assert_int_equal(add(&clients, 201, "192.0.2.1"), 100);
}

static void a_network_of_ipv6_is_one_origin(void **state)
{
	struct clients clients = {};

	(void)state;
	origin_fill(&clients, 100, "2001:db8::1");
	assert_int_equal(add(&clients, 200, "2001:db8::2"), 100);
	assert_int_equal(add(&clients, 201, "2001:db8:0:1::1"), -1);
}

static void mapped_addresses_are_those_of_ipv4(void **state)
{
	struct clients clients = {};

	(void)state;
	origin_fill(&clients, 100, "::ffff:192.0.2.1");
	assert_int_equal(add(&clients, 200, "::ffff:192.0.2.2"), -1);
	assert_int_equal(add(&clients, 201, "::ffff:192.0.2.1"), 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_too_many_of_an_address_displaces_its_first),
		cmocka_unit_test(one_too_many_of_all_displaces_the_first_of_all),
		cmocka_unit_test(a_displaced_client_has_no_place_until_it_is_closed),
		cmocka_unit_test(a_place_that_is_left_is_free),
		cmocka_unit_test(a_network_of_ipv6_is_one_origin),
		cmocka_unit_test(mapped_addresses_are_those_of_ipv4),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
