// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "tools/advice/advice.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tools/advice/fragment.h"

#define MS 1000000ull

enum { UDP = 17, TCP = 6, ESP = 50 };

/* One conversation; peer: the last byte of 203.0.113.0/24. */
struct plan {
	uint8_t peer, protocol;
	uint16_t peer_port, local_port;
	int in, out;	     /* packets */
	uint64_t every_ms;   /* between two of a direction */
	enum reason reason;  /* of those that come in */
	const char *service; /* concerned; NULL: none */
	enum reason leaves;  /* of those that leave; 0: `outbound` */
	bool forbidden;	     /* what leaves is dropped */
};

static struct sighting sighting_of(const struct plan *plan, bool outbound, uint64_t time_ns)
{
	struct sighting sighting = {.time_ns = 1000000 * MS + time_ns,
				    .outbound = outbound,
				    .passed = outbound && !plan->forbidden,
				    .reason = plan->reason,
				    .view = {.family = 4, .protocol = plan->protocol}};
	uint8_t *peer = outbound ? sighting.view.destination : sighting.view.source;

	memcpy(peer, (const uint8_t[]){203, 0, 113, plan->peer}, 4);
	memcpy(outbound ? sighting.view.source : sighting.view.destination, (const uint8_t[]){192, 0, 2, 10},
	       4);
	sighting.view.ports = plan->protocol == UDP || plan->protocol == TCP;
	sighting.view.source_port = outbound ? plan->local_port : plan->peer_port;
	sighting.view.destination_port = outbound ? plan->peer_port : plan->local_port;
	if (outbound)
		sighting.reason = plan->leaves ? plan->leaves : REASON_OUTBOUND;
	if (plan->service)
		snprintf(sighting.service, sizeof(sighting.service), "%s", plan->service);
	return sighting;
}

/* What leaves comes first: the inside asks. */
static void talk(struct talks *talks, const struct plan *plan)
{
	for (int i = 0; i < plan->out || i < plan->in; i++) {
		uint64_t time_ns = (uint64_t)i * plan->every_ms * MS;
		struct sighting in = sighting_of(plan, false, time_ns + MS);
		struct sighting out = sighting_of(plan, true, time_ns);

		if (i < plan->out)
			talks_add(talks, &out);
		if (i < plan->in)
			talks_add(talks, &in);
	}
}

static struct talks *talks_new(void)
{
	struct talks *talks = calloc(1, sizeof(*talks));

	assert_non_null(talks);
	return talks;
}

/* The advice for one conversation, with rules that have one service of that name. */
static struct advice_list advised(struct talks *talks, const struct advice_context *context)
{
	static const struct advice_context nothing;
	struct advice_list list;

	assert_int_equal(advice_make(talks, context ? context : &nothing, &list), 0);
	free(talks);
	return list;
}

static struct advice_list advised_on(const struct plan *plan)
{
	struct talks *talks = talks_new();

	talk(talks, plan);
	return advised(talks, NULL);
}

static char *text_of(const struct advice *advice)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	advice_print(advice, false, out);
	fclose(out);
	return text;
}

static const struct plan media = {7, UDP, 42400, 42500, 500, 500, 20, .reason = REASON_NOT_ALLOWED};

static void media_both_ways_is_a_dynamic_service(void **state)
{
	struct advice_list list = advised_on(&media);
	char *text;

	(void)state;
	assert_int_equal(list.count, 1);
	assert_int_equal(list.list[0].kind, ADVICE_MEDIA);
	text = text_of(&list.list[0]);
	assert_string_equal(text,
			    "  # udp of 203.0.113.7:42400 with port 42500 here, 50 packets/s in (dropped: "
			    "not-allowed), 50 packets/s out: looks like RTP.\n"
			    "  - name: media\n"
			    "    udp: [42400-42401, 42500-42501]\n"
			    "    dynamic: true\n"
			    "    peers: [\"203.0.113.7\"]\n");
	free(text);
}

static void media_one_way_is_nothing(void **state)
{
	struct plan plan = media;

	(void)state;
	plan.out = 0;
	assert_int_equal(advised_on(&plan).count, 0);
}

/* Somebody is on hold, and silence is not sent. */
static void media_may_be_thin_one_way(void **state)
{
	struct talks *talks = talks_new();
	struct plan plan = media;

	(void)state;
	plan.in = 0;
	talk(talks, &plan);
	plan.in = 10;
	plan.out = 0;
	plan.every_ms = 1000;
	talk(talks, &plan);
	assert_int_equal(advised(talks, NULL).list[0].kind, ADVICE_MEDIA);
}

static void a_port_that_several_talks_go_to_is_a_server(void **state)
{
	struct talks *talks = talks_new();
	struct plan plan = media;
	struct advice_list list;

	(void)state;
	talk(talks, &plan);
	plan.local_port = 42600;
	talk(talks, &plan);
	list = advised(talks, NULL);
	assert_int_equal(list.count, 1);
	assert_int_equal(list.list[0].kind, ADVICE_OUT);
	assert_int_equal(list.list[0].ports[0].first, 42400);
}

/* As a capture has them that was taken where nothing is dropped. */
static void visits_that_are_answered_are_a_service_inward(void **state)
{
	struct talks *talks = talks_new();
	struct advice_list list;

	(void)state;
	for (uint64_t i = 0; i < 6; i++) {
		struct plan plan = {7, TCP, (uint16_t)(57000 + i), 5222, .reason = REASON_NOT_ALLOWED};
		struct sighting in = sighting_of(&plan, false, i * 500 * MS);
		struct sighting out = sighting_of(&plan, true, i * 500 * MS + MS);

		talks_add(talks, &in);
		talks_add(talks, &out);
	}
	list = advised(talks, NULL);
	assert_int_equal(list.count, 1);
	assert_int_equal(list.list[0].kind, ADVICE_IN);
	assert_int_equal(list.list[0].ports[0].first, 5222);
}

static void media_of_several_peers_is_one_service(void **state)
{
	struct talks *talks = talks_new();
	struct advice_list list;

	(void)state;
	for (uint8_t i = 0; i < 4; i++) {
		struct plan plan = media;

		plan.peer = (uint8_t)(7 + i / 2);
		plan.peer_port = (uint16_t)(42400 + 2 * i);
		talk(talks, &plan);
	}
	list = advised(talks, NULL);
	assert_int_equal(list.count, 1);
	assert_int_equal(list.list[0].peers_count, 2);
	assert_int_equal(list.list[0].ports_count, 2);
	assert_int_equal(list.list[0].ports[0].first, 42400);
	assert_int_equal(list.list[0].ports[0].last, 42407);
}

static void a_dynamic_service_in_force_is_named(void **state)
{
	const struct rules_service services[] = {{.name = "media"},
						 {.name = "rtp", .flags = SERVICE_DYNAMIC}};
	const struct advice_context context = {.services = services, .services_count = 2};
	struct talks *talks = talks_new();
	struct advice_list list;

	(void)state;
	talk(talks, &media);
	list = advised(talks, &context);
	assert_string_equal(list.list[0].instead, "rtp");
	assert_string_equal(list.list[0].name, "media-2");
}

static void answers_that_are_dropped_are_a_service_outward(void **state)
{
	const struct plan plan = {7, TCP, 8883, 51000, 6, 6, 500, .reason = REASON_NOT_ALLOWED};
	struct advice_list list = advised_on(&plan);
	char *text;

	(void)state;
	assert_int_equal(list.count, 1);
	text = text_of(&list.list[0]);
	assert_string_equal(strstr(text, "  - name"), "  - name: tcp-8883-out\n"
						      "    tcp: [8883]\n"
						      "    direction: out\n"
						      "    peers: [\"203.0.113.7\"]\n");
	free(text);
}

/* As DNS does: one answer a port, thirty ports, and yet no scan. */
static void answers_to_many_ports_count_together(void **state)
{
	struct talks *talks = talks_new();
	struct advice_list list;

	(void)state;
	for (int i = 0; i < 30; i++) {
		struct plan plan = {7, UDP, 853, (uint16_t)(50000 + i),
				    1, 1,   0,	 .reason = REASON_NOT_ALLOWED};
		struct sighting out = sighting_of(&plan, true, (uint64_t)i * 200 * MS);
		struct sighting in = sighting_of(&plan, false, (uint64_t)i * 200 * MS + MS);

		talks_add(talks, &out);
		talks_add(talks, &in);
	}
	list = advised(talks, NULL);
	assert_int_equal(list.count, 1);
	assert_int_equal(list.list[0].kind, ADVICE_OUT);
	assert_int_equal(list.list[0].ports[0].first, 853);
}

static void questions_that_may_not_leave_are_a_service_outward(void **state)
{
	struct plan plan = {7, UDP, 3478, 51000, 0, 6, 500, .forbidden = true};

	(void)state;
	assert_int_equal(advised_on(&plan).list[0].kind, ADVICE_OUT);
	plan.forbidden = false; /* they left, and nobody answered */
	assert_int_equal(advised_on(&plan).count, 0);
}

/* The inside has a flow with the peer, which now calls. */
static struct advice_list advised_on_visit(const struct plan *visit, enum reason leaves)
{
	const struct plan flow = {7, TCP, 443, 51000, 0, 3, 500, .leaves = leaves};
	struct talks *talks = talks_new();

	talk(talks, &flow);
	talk(talks, visit);
	return advised(talks, NULL);
}

static const struct plan visit = {7, UDP, 5060, 5080, 8, 0, 500, .reason = REASON_NOT_ALLOWED};

static void visits_of_a_peer_that_is_talked_to_are_a_service_inward(void **state)
{
	struct advice_list list = advised_on_visit(&visit, REASON_FLOW);

	(void)state;
	assert_int_equal(list.count, 1);
	assert_int_equal(list.list[0].kind, ADVICE_IN);
	assert_string_equal(list.list[0].name, "udp-5080-in");
	assert_int_equal(list.list[0].ports[0].first, 5080);
}

static void visits_of_a_stranger_are_nothing(void **state)
{
	(void)state;
	assert_int_equal(advised_on(&visit).count, 0);
	/* answers that a service gives to anybody do not make him less of one */
	assert_int_equal(advised_on_visit(&visit, REASON_SERVICE).count, 0);
}

static void visits_to_what_scanners_look_for_are_nothing(void **state)
{
	struct plan plan = visit;

	(void)state;
	plan.protocol = TCP;
	plan.local_port = 22;
	assert_int_equal(advised_on_visit(&plan, REASON_FLOW).count, 0);
}

static void a_few_packets_are_nothing(void **state)
{
	struct plan few = visit, at_once = visit;

	(void)state;
	few.in = STEADY_PACKETS - 1;
	at_once.in = 500;
	at_once.every_ms = 0;
	assert_int_equal(advised_on_visit(&few, REASON_FLOW).count, 0);
	assert_int_equal(advised_on_visit(&at_once, REASON_FLOW).count, 0);
}

/* It is talked to, and looks around nevertheless. */
static void who_tries_many_ports_gets_none(void **state)
{
	const struct plan flow = {7, TCP, 443, 51000, 0, 3, 500, .leaves = REASON_FLOW};
	struct talks *talks = talks_new();

	(void)state;
	talk(talks, &flow);
	talk(talks, &visit);
	for (uint16_t port = 1; port <= 60; port++) {
		const struct plan probe = {7, TCP, 40000, port, 1, 0, 0, .reason = REASON_NOT_ALLOWED};

		talk(talks, &probe);
	}
	assert_int_equal(advised(talks, NULL).count, 0);
}

static void who_was_turned_away_by_a_list_gets_none(void **state)
{
	const struct plan listed = {7, UDP, 42400, 5060, 1, 0, 0, .reason = REASON_BLOCKLIST};
	struct talks *talks = talks_new();

	(void)state;
	talk(talks, &media);
	talk(talks, &listed);
	assert_int_equal(advised(talks, NULL).count, 0);
}

static bool refuses_all(const void *context, const struct talk_ends *ends)
{
	return context == NULL && ends->family == 4;
}

static void who_would_be_turned_away_gets_none(void **state)
{
	const struct advice_context context = {.refuses = refuses_all};
	struct talks *talks = talks_new();

	(void)state;
	talk(talks, &media);
	assert_int_equal(advised(talks, &context).count, 0);
}

static void answers_to_nothing_are_nothing(void **state)
{
	const struct plan plan = {7, TCP, 443, 51000, 50, 0, 100, .reason = REASON_NO_FLOW};

	(void)state;
	assert_int_equal(advised_on_visit(&plan, REASON_FLOW).count, 0);
}

static void an_address_that_no_host_has_is_no_peer(void **state)
{
	struct sighting sighting;
	struct talks *talks = talks_new();
	struct plan plan = {251, UDP, 5353, 5353, 0, 10, 500, .forbidden = true};

	(void)state;
	for (uint64_t i = 0; i < 10; i++) {
		sighting = sighting_of(&plan, true, i * 500 * MS);
		memcpy(sighting.view.destination, (const uint8_t[]){224, 0, 0, 251}, 4);
		talks_add(talks, &sighting);
	}
	assert_int_equal(advised(talks, NULL).count, 0);
}

static void the_wrong_peer_names_the_service(void **state)
{
	const struct rules_service services[] = {{.name = "sip"}};
	const struct advice_context context = {.services = services, .services_count = 1};
	const struct plan flow = {7, TCP, 443, 51000, 0, 3, 500, .leaves = REASON_FLOW};
	struct plan plan = visit;
	struct talks *talks = talks_new();
	struct advice_list list;

	(void)state;
	plan.reason = REASON_PEER;
	plan.service = "sip";
	plan.local_port = 5060;
	talk(talks, &flow);
	talk(talks, &plan);
	list = advised(talks, &context);
	assert_int_equal(list.count, 1);
	assert_string_equal(list.list[0].instead, "sip");
}

static void a_protocol_without_ports_goes_by_its_name(void **state)
{
	const struct plan plan = {7, ESP, 0, 0, 10, 10, 500, .reason = REASON_PROTOCOL};
	struct advice_list list = advised_on(&plan);
	char *text = text_of(&list.list[0]);

	(void)state;
	assert_int_equal(list.count, 1);
	assert_non_null(strstr(text, "    protocols: [esp]\n    direction: out\n"));
	free(text);
}

/* However many there are, the ranges are sorted, apart, and no more than there is room for. */
static void ports_without_room_are_joined(void **state)
{
	struct talks *talks = talks_new();
	struct advice_list list;

	(void)state;
	for (uint16_t i = 0; i < 40; i++) {
		struct plan plan = media;

		plan.in = plan.out = 100;
		plan.peer_port = (uint16_t)(20000 + i * 7919 % 40000);
		plan.local_port = (uint16_t)(20000 + i * 104729 % 40000);
		talk(talks, &plan);
	}
	list = advised(talks, NULL);
	assert_int_equal(list.count, 1);
	assert_in_range(list.list[0].ports_count, 2, ADVICE_PORTS_MAX);
	for (size_t i = 1; i < list.list[0].ports_count; i++)
		assert_true(list.list[0].ports[i - 1].last + 1 < list.list[0].ports[i].first);
}

/* Forty thousand probes of as many sources in the middle of a call. */
static void a_scan_does_not_push_out_a_call(void **state)
{
	struct talks *talks = talks_new();

	(void)state;
	talk(talks, &media);
	for (uint32_t i = 0; i < 40000; i++) {
		const struct plan probe = {1, TCP, (uint16_t)(i * 7),		(uint16_t)i, 1,
					   0, 0,   .reason = REASON_NOT_ALLOWED};
		struct sighting sighting = sighting_of(&probe, false, 0);

		memcpy(sighting.view.source, &i, sizeof(i));
		talks_add(talks, &sighting);
	}
	assert_int_equal(advised(talks, NULL).count, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(media_both_ways_is_a_dynamic_service),
		cmocka_unit_test(media_one_way_is_nothing),
		cmocka_unit_test(media_may_be_thin_one_way),
		cmocka_unit_test(a_port_that_several_talks_go_to_is_a_server),
		cmocka_unit_test(visits_that_are_answered_are_a_service_inward),
		cmocka_unit_test(media_of_several_peers_is_one_service),
		cmocka_unit_test(a_dynamic_service_in_force_is_named),
		cmocka_unit_test(answers_that_are_dropped_are_a_service_outward),
		cmocka_unit_test(answers_to_many_ports_count_together),
		cmocka_unit_test(questions_that_may_not_leave_are_a_service_outward),
		cmocka_unit_test(visits_of_a_peer_that_is_talked_to_are_a_service_inward),
		cmocka_unit_test(visits_of_a_stranger_are_nothing),
		cmocka_unit_test(visits_to_what_scanners_look_for_are_nothing),
		cmocka_unit_test(a_few_packets_are_nothing),
		cmocka_unit_test(who_tries_many_ports_gets_none),
		cmocka_unit_test(who_was_turned_away_by_a_list_gets_none),
		cmocka_unit_test(who_would_be_turned_away_gets_none),
		cmocka_unit_test(answers_to_nothing_are_nothing),
		cmocka_unit_test(an_address_that_no_host_has_is_no_peer),
		cmocka_unit_test(the_wrong_peer_names_the_service),
		cmocka_unit_test(a_protocol_without_ports_goes_by_its_name),
		cmocka_unit_test(ports_without_room_are_joined),
		cmocka_unit_test(a_scan_does_not_push_out_a_call),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
