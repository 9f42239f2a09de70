// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/listen/filter.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/log.h"

static const struct option_list nothing;

/* A packet of 192.0.2.1 to 198.51.100.2. */
static struct sighting example(enum reason reason, const char *service)
{
	struct sighting sighting = {.reason = reason, .view = {.family = 4}};

	memcpy(sighting.view.source, (const uint8_t[]){192, 0, 2, 1}, 4);
	memcpy(sighting.view.destination, (const uint8_t[]){198, 51, 100, 2}, 4);
	snprintf(sighting.service, sizeof(sighting.service), "%s", service);
	return sighting;
}

static bool takes(const struct option_list *reasons, const struct option_list *services,
		  const struct option_list *peers, const struct sighting *sighting)
{
	struct filter filter;
	bool taken;

	assert_int_equal(filter_fill(reasons, services, peers, &filter), 0);
	taken = filter_takes(&filter, sighting);
	filter_free(&filter);
	return taken;
}

static void without_a_filter_all_is_taken(void **state)
{
	struct sighting bogon = example(REASON_BOGON, "");

	(void)state;
	assert_true(takes(&nothing, &nothing, &nothing, &bogon));
}

static void one_of_the_reasons_is_enough(void **state)
{
	const struct option_list reasons = {.text = {"peer", "bogon"}, .count = 2};
	struct sighting bogon = example(REASON_BOGON, ""), icmp = example(REASON_ICMP, "");

	(void)state;
	assert_true(takes(&reasons, &nothing, &nothing, &bogon));
	assert_false(takes(&reasons, &nothing, &nothing, &icmp));
}

static void a_service_is_taken_by_its_name(void **state)
{
	const struct option_list services = {.text = {"sip"}, .count = 1};
	struct sighting sip = example(REASON_PEER, "sip"), none = example(REASON_NOT_ALLOWED, "");

	(void)state;
	assert_true(takes(&nothing, &services, &nothing, &sip));
	assert_false(takes(&nothing, &services, &nothing, &none));
}

static void the_peer_is_the_far_end_either_way(void **state)
{
	const struct option_list peers = {.text = {"2001:db8::/32", "192.0.2.0/24"}, .count = 2};
	struct sighting in = example(REASON_BOGON, ""), out = in;

	(void)state;
	out.outbound = true;
	assert_true(takes(&nothing, &nothing, &peers, &in));
	assert_false(takes(&nothing, &nothing, &peers, &out));
}

static void what_has_no_address_is_of_no_peer(void **state)
{
	const struct option_list peers = {.text = {"0.0.0.0/0"}, .count = 1};
	struct sighting arp = {.reason = REASON_MALFORMED};

	(void)state;
	assert_false(takes(&nothing, &nothing, &peers, &arp));
}

static void families_do_not_mix(void **state)
{
	const struct option_list peers = {.text = {"::/0"}, .count = 1};
	struct sighting in = example(REASON_BOGON, "");

	(void)state;
	assert_false(takes(&nothing, &nothing, &peers, &in));
}

static void a_misspelt_reason_is_named_with_the_nearest(void **state)
{
	const struct option_list reasons = {.text = {"not-alowed"}, .count = 1};
	struct filter filter;

	(void)state;
	assert_int_equal(filter_fill(&reasons, &nothing, &nothing, &filter), -EINVAL);
	assert_non_null(strstr(log_first_error(), "did you mean 'not-allowed'"));
}

static void a_peer_with_host_bits_is_an_error(void **state)
{
	const struct option_list peers = {.text = {"192.0.2.0/24", "192.0.2.1/24"}, .count = 2};
	struct filter filter;

	(void)state;
	assert_int_equal(filter_fill(&nothing, &nothing, &peers, &filter), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_a_filter_all_is_taken),
		cmocka_unit_test(one_of_the_reasons_is_enough),
		cmocka_unit_test(a_service_is_taken_by_its_name),
		cmocka_unit_test(the_peer_is_the_far_end_either_way),
		cmocka_unit_test(what_has_no_address_is_of_no_peer),
		cmocka_unit_test(families_do_not_mix),
		cmocka_unit_test(a_misspelt_reason_is_named_with_the_nearest),
		cmocka_unit_test(a_peer_with_host_bits_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
