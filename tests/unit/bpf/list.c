// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Bans and blocklists in the real program, in the kernel, with a clock that stands still.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/udp.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <cmocka.h>

#include "abi/reason.h"
#include "abi/stats.h"

#include "maps/bans.h"
#include "maps/blocklists.h"
#include "maps/rules.h"

#include "apply/ban_prefix.h"
#include "bpf/ingress.skel.h"
#include "cleanup.h"
#include "rules/address.h"
#include "rules/blocklist_table.h"
#include "rules/rules.h"
#include "tests/harness/naive_list.h"
#include "tests/harness/ruleset.h"

enum { SAMPLE = 20000, PREFIXES = 100000, PORT = 5060, NOW_S = 1000 };

#define NS_PER_S 1000000000ull

struct bench {
	struct ingress_bpf *object;
	struct ban_maps maps;
};

static int object_silent(enum libbpf_print_level level, const char *format, va_list arguments)
{
	(void)level;
	(void)format;
	(void)arguments;
	return 0;
}

static int bench_setup(void **state)
{
	struct bench *bench = calloc(1, sizeof(*bench));
	uint64_t now = NOW_S * NS_PER_S;
	uint32_t first = 0;

	if (!bench || geteuid() != 0)
		return 0;
	libbpf_set_print(object_silent);
	bench->object = ingress_bpf__open();
	assert_non_null(bench->object);
	bench->object->rodata->clock_injected = true;
	assert_int_equal(ingress_bpf__load(bench->object), 0);
	bench->maps = (struct ban_maps){bpf_map__fd(bench->object->maps.bans),
					bpf_map__fd(bench->object->maps.ban_lengths)};
	*state = bench;
	return bpf_map_update_elem(bpf_map__fd(bench->object->maps.clock), &first, &now, BPF_ANY);
}

static int bench_teardown(void **state)
{
	struct bench *bench = *state;

	if (bench)
		ingress_bpf__destroy(bench->object);
	free(bench);
	return 0;
}

#define BENCH(state)                      \
	({                                \
		if (!*(state))            \
			skip();           \
		(struct bench *)*(state); \
	})

static void rules_put(struct bench *bench, const struct ruleset *ruleset)
{
	_cleanup_(blocklist_table_free) struct blocklist_table lists = {0};
	_cleanup_free_ struct rules *rules = NULL;
	_cleanup_close_ int inner = -1, lines = -1;
	struct diagnostics d = {0};

	assert_int_equal(ruleset_compile(ruleset, &d, &rules), 0);
	assert_int_equal(blocklists_compile(ruleset, rules, &lists), 0);
	rules->counter[0] = 1;
	if (lists.count) {
		lines = blocklist_map_make(lists.lines, lists.count);
		assert_true(lines >= 0);
		assert_int_equal(blocklist_slot_set(bpf_map__fd(bench->object->maps.blocklists), 0, lines),
				 0);
	}
	inner = rules_map_make(rules);
	assert_true(inner >= 0);
	assert_int_equal(rules_slot_set(bpf_map__fd(bench->object->maps.rules), RULES_LIVE, inner), 0);
}

/* One service, UDP 5060 from anybody. */
static void ruleset_simple(struct ruleset *ret)
{
	ruleset_begin(ret);
	ruleset_add(ret, "sip", NULL, "5060", NULL)->direction = DIRECTION_IN;
}

/* --- packets --- */

static void udp_fill(struct udphdr *udp)
{
	*udp = (struct udphdr){.source = htons(40000), .dest = htons(PORT), .len = htons(sizeof(*udp))};
}

static size_t v4_fill(const uint8_t source[16], uint8_t *frame)
{
	struct ethhdr ethernet = {.h_proto = htons(ETH_P_IP)};
	struct iphdr ip = {.version = 4, .ihl = 5, .ttl = 64, .protocol = IPPROTO_UDP};
	struct udphdr udp;

	udp_fill(&udp);
	ip.tot_len = htons(sizeof(ip) + sizeof(udp));
	ip.daddr = htonl(0xc000020a);
	memcpy(&ip.saddr, source, sizeof(ip.saddr));
	memcpy(frame, &ethernet, sizeof(ethernet));
	memcpy(frame + sizeof(ethernet), &ip, sizeof(ip));
	memcpy(frame + sizeof(ethernet) + sizeof(ip), &udp, sizeof(udp));
	return sizeof(ethernet) + sizeof(ip) + sizeof(udp);
}

static size_t v6_fill(const uint8_t source[16], uint8_t *frame)
{
	struct ethhdr ethernet = {.h_proto = htons(ETH_P_IPV6)};
	struct ipv6hdr ip = {.version = 6, .hop_limit = 64, .nexthdr = IPPROTO_UDP};
	struct udphdr udp;

	udp_fill(&udp);
	ip.payload_len = htons(sizeof(udp));
	memcpy(&ip.saddr, source, sizeof(ip.saddr));
	inet_pton(AF_INET6, "2001:db8:b::10", &ip.daddr);
	memcpy(frame, &ethernet, sizeof(ethernet));
	memcpy(frame + sizeof(ethernet), &ip, sizeof(ip));
	memcpy(frame + sizeof(ethernet) + sizeof(ip), &udp, sizeof(udp));
	return sizeof(ethernet) + sizeof(ip) + sizeof(udp);
}

static bool source_passes(struct bench *bench, uint8_t family, const uint8_t source[16])
{
	uint8_t frame[128];
	LIBBPF_OPTS(bpf_test_run_opts, options, .data_in = frame, .repeat = 1);

	options.data_size_in = (uint32_t)(family == 4 ? v4_fill(source, frame) : v6_fill(source, frame));
	assert_int_equal(
		bpf_prog_test_run_opts(bpf_program__fd(bench->object->progs.ucgate_ingress), &options), 0);
	return options.retval == XDP_PASS;
}

static bool passes(struct bench *bench, const char *source)
{
	uint8_t address[16];
	bool six = strchr(source, ':');

	assert_int_equal(inet_pton(six ? AF_INET6 : AF_INET, source, address), 1);
	return source_passes(bench, six ? 6 : 4, address);
}

static uint64_t drops(struct bench *bench, enum reason reason)
{
	int cpus = libbpf_num_possible_cpus();
	_cleanup_free_ struct reason_stats *stats = calloc((size_t)cpus, sizeof(*stats));
	uint32_t key = reason;
	uint64_t sum = 0;

	assert_int_equal(bpf_map_lookup_elem(bpf_map__fd(bench->object->maps.reason_stats), &key, stats), 0);
	for (int cpu = 0; cpu < cpus; cpu++)
		sum += stats[cpu].in_drop.packets;
	return sum;
}

/* --- bans --- */

/* until_s: by the clock that stands at NOW_S; 0: for good. */
static struct ban_entry ban_of(const char *text, uint64_t until_s)
{
	struct prefix_list one = {0};
	struct ban_entry entry = {.ban = {.expires_ns = until_s * NS_PER_S}};

	prefixes_add(&one, text);
	entry.key = ban_key_of(&one.list[0]);
	free(one.list);
	return entry;
}

static void ban(struct bench *bench, const char *text, uint64_t until_s)
{
	struct ban_entry entry = ban_of(text, until_s);

	assert_int_equal(bans_put(&bench->maps, &(struct ban_list){&entry, 1}), 0);
}

static void unban(struct bench *bench, const char *text)
{
	struct ban_entry entry = ban_of(text, 0);

	assert_int_equal(bans_remove(&bench->maps, &(struct ban_list){&entry, 1}), 0);
}

static void bench_begin(struct bench *bench)
{
	struct ruleset ruleset;

	ruleset_simple(&ruleset);
	rules_put(bench, &ruleset);
	ruleset_free(&ruleset);
}

static void a_ban_holds_a_host_and_nobody_else(void **state)
{
	struct bench *bench = BENCH(state);

	bench_begin(bench);
	ban(bench, "203.0.113.7", 0);
	ban(bench, "2001:db8::7", 0);
	assert_false(passes(bench, "203.0.113.7"));
	assert_false(passes(bench, "2001:db8::7"));
	assert_int_equal(drops(bench, REASON_BANNED), 2);
	assert_true(passes(bench, "203.0.113.6"));
	assert_true(passes(bench, "2001:db8::6"));
	unban(bench, "203.0.113.7");
	assert_true(passes(bench, "203.0.113.7"));
	assert_false(passes(bench, "2001:db8::7"));
}

static void a_ban_holds_a_prefix_of_any_length(void **state)
{
	struct bench *bench = BENCH(state);

	bench_begin(bench);
	ban(bench, "203.0.112.0/23", 0);
	ban(bench, "128.0.0.0/1", 2000);
	ban(bench, "2001:db8::/64", 0);
	ban(bench, "2001:dc0::/29", 0);
	ban(bench, "2001:db9::1:0/113", 0);
	assert_false(passes(bench, "203.0.113.255"));
	assert_false(passes(bench, "191.0.2.1"));
	assert_true(passes(bench, "100.0.2.1"));
	assert_false(passes(bench, "2001:db8::ffff:1:2:3"));
	assert_true(passes(bench, "2001:db8:0:1::1"));
	assert_false(passes(bench, "2001:dc7:ffff::1"));
	assert_true(passes(bench, "2001:dc8::1"));
	assert_false(passes(bench, "2001:db9::1:7fff"));
	assert_true(passes(bench, "2001:db9::1:8000"));
}

static void a_ban_ends_with_its_time(void **state)
{
	struct bench *bench = BENCH(state);

	bench_begin(bench);
	ban(bench, "203.0.113.7", NOW_S + 1);
	ban(bench, "203.0.113.8", NOW_S);
	ban(bench, "203.0.113.9", NOW_S - 1);
	assert_false(passes(bench, "203.0.113.7"));
	assert_true(passes(bench, "203.0.113.8"));
	assert_true(passes(bench, "203.0.113.9"));
}

static void an_expired_ban_does_not_hide_a_shorter_one(void **state)
{
	struct bench *bench = BENCH(state);

	bench_begin(bench);
	ban(bench, "203.0.113.7", NOW_S - 1);
	ban(bench, "203.0.113.0/24", NOW_S + 1);
	assert_false(passes(bench, "203.0.113.7"));
}

static void never_block_and_critical_peers_pass_in_spite_of_bans(void **state)
{
	struct bench *bench = BENCH(state);
	struct ruleset ruleset;

	ruleset_simple(&ruleset);
	prefixes_add(&ruleset.never_block, "203.0.113.7");
	ruleset_add(&ruleset, "core", "5061", NULL, "203.0.113.64/26")->critical = true;
	rules_put(bench, &ruleset);
	ruleset_free(&ruleset);
	ban(bench, "203.0.113.0/24", 0);
	assert_true(passes(bench, "203.0.113.7"));
	assert_true(passes(bench, "203.0.113.65"));
	assert_false(passes(bench, "203.0.113.8"));
}

static void more_prefix_lengths_than_the_program_asks_for_are_refused(void **state)
{
	struct bench *bench = BENCH(state);
	char text[32];

	bench_begin(bench);
	for (unsigned int length = 1; length <= BAN_LENGTHS_MAX; length++) {
		snprintf(text, sizeof(text), "8000::/%u", length);
		ban(bench, text, 0);
	}
	assert_int_equal(
		bans_put(&bench->maps, &(struct ban_list){(struct ban_entry[]){ban_of("8000::", 0)}, 1}),
		-E2BIG);
	assert_true(passes(bench, "7000::1"));
	assert_false(passes(bench, "8000::1"));
}

static void a_hundred_thousand_bans_are_put_read_and_taken_away(void **state)
{
	struct ban_list bans = {.list = calloc(PREFIXES, sizeof(*bans.list)), .count = PREFIXES}, back;
	struct bench *bench = BENCH(state);
	struct timespec from, to;

	bench_begin(bench);
	assert_non_null(bans.list);
	for (uint32_t i = 0; i < PREFIXES; i++)
		bans.list[i].key = (struct ban_key){(uint64_t)(0x64000000u + i) << 32, 0, 32, 4};
	clock_gettime(CLOCK_MONOTONIC, &from);
	assert_int_equal(bans_put(&bench->maps, &bans), 0);
	clock_gettime(CLOCK_MONOTONIC, &to);
	print_message("%d bans in %ld ms\n", PREFIXES,
		      (to.tv_sec - from.tv_sec) * 1000 + (to.tv_nsec - from.tv_nsec) / 1000000);
	assert_false(passes(bench, "100.0.0.0"));
	assert_false(passes(bench, "100.1.134.159"));
	assert_true(passes(bench, "100.1.134.160"));
	assert_int_equal(bans_read(bench->maps.bans, &back), 0);
	assert_int_equal(back.count, PREFIXES);
	assert_int_equal(bans_remove(&bench->maps, &back), 0);
	assert_true(passes(bench, "100.0.0.0"));
	ban_list_free(&back);
	ban_list_free(&bans);
}

/* --- blocklists --- */

static void list_roll(struct dice *dice, uint8_t family, struct blocklist *list)
{
	static const uint8_t v4[] = {32, 32, 32, 32, 28, 24, 20}, v6[] = {128, 128, 64, 56, 48, 32};

	for (int i = 0; i < PREFIXES; i++) {
		struct prefix prefix = {.family = family,
					.length = family == 4 ? dice_pick(dice, v4) : dice_pick(dice, v6)};
		address_value address = (address_value)dice_roll(dice) << 64 | dice_roll(dice);

		address_write(address & address_highest(family), family, prefix.address);
		address_write(prefix_range(&prefix).first, family, prefix.address);
		assert_int_equal(prefix_list_add(&list->prefixes, &prefix), 0);
	}
}

static bool is_source(uint8_t family, const uint8_t address[16])
{
	if (family == 6)
		return address[0] && address[0] != 0xff;
	return address[0] && address[0] != 127 && address[0] < 224;
}

/* One of two is next to the end of a listed prefix. */
static void address_of_sample(struct dice *dice, const struct prefix_list *prefixes, uint8_t family,
			      uint8_t ret[16])
{
	do {
		const struct prefix *prefix = &prefixes->list[dice_below(dice, (uint32_t)prefixes->count)];
		address_value address = (address_value)dice_roll(dice) << 64 | dice_roll(dice);

		if (dice_below(dice, 2))
			address = prefix_range(prefix).last + dice_below(dice, 3) - 1;
		address_write(address & address_highest(family), family, ret);
	} while (!is_source(family, ret));
}

static void expect_sample(struct bench *bench, uint8_t family)
{
	struct dice dice = {.state = family};
	struct naive_list *naive;
	struct ruleset ruleset;
	struct blocklist *list;
	size_t listed = 0;
	uint8_t address[16];

	ruleset_simple(&ruleset);
	list = blocklist_add(&ruleset, "big", "192.0.2.1");
	list_roll(&dice, family, list);
	rules_put(bench, &ruleset);
	naive = naive_list_make(&list->prefixes);
	for (int i = 0; i < SAMPLE; i++) {
		bool holds;

		address_of_sample(&dice, &list->prefixes, family, address);
		holds = naive_list_holds(naive, family, address);
		assert_int_equal(source_passes(bench, family, address), !holds);
		listed += holds;
	}
	assert_in_range(listed, SAMPLE / 20, SAMPLE - SAMPLE / 20);
	assert_int_equal(drops(bench, REASON_BLOCKLIST), listed);
	naive_list_free(naive);
	ruleset_free(&ruleset);
}

static void the_program_and_a_naive_model_agree_about_a_sample(void **state)
{
	expect_sample(BENCH(state), 4);
}

static void and_about_one_of_ipv6(void **state)
{
	expect_sample(BENCH(state), 6);
}

static void a_list_that_is_gone_lets_nobody_in(void **state)
{
	struct bench *bench = BENCH(state);
	struct ruleset ruleset;

	ruleset_simple(&ruleset);
	blocklist_add(&ruleset, "one", "203.0.113.7");
	rules_put(bench, &ruleset);
	assert_true(passes(bench, "203.0.113.8"));
	assert_int_equal(blocklist_slot_clear(bpf_map__fd(bench->object->maps.blocklists), 0), 0);
	assert_false(passes(bench, "203.0.113.8"));
	ruleset_free(&ruleset);
}

#define BENCH_TEST(test) cmocka_unit_test_setup_teardown(test, bench_setup, bench_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		BENCH_TEST(a_ban_holds_a_host_and_nobody_else),
		BENCH_TEST(a_ban_holds_a_prefix_of_any_length),
		BENCH_TEST(a_ban_ends_with_its_time),
		BENCH_TEST(an_expired_ban_does_not_hide_a_shorter_one),
		BENCH_TEST(never_block_and_critical_peers_pass_in_spite_of_bans),
		BENCH_TEST(more_prefix_lengths_than_the_program_asks_for_are_refused),
		BENCH_TEST(a_hundred_thousand_bans_are_put_read_and_taken_away),
		BENCH_TEST(the_program_and_a_naive_model_agree_about_a_sample),
		BENCH_TEST(and_about_one_of_ipv6),
		BENCH_TEST(a_list_that_is_gone_lets_nobody_in),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
